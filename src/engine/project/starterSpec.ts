import type { ProjectLanguage } from './projectSpec';

/** A spec to begin with: small, valid, and with a word about each of its parts. */
export function starterSpec(name: string, language: ProjectLanguage): string {
  return `# What this project is to be. Specwright plans its files from this, and writes them.
# Every key is described where the pointer rests on it. What you leave out is not made.
name: ${JSON.stringify(name)}
description: Keeps notes for the people of a team.
language: ${language}

# What it must do, and how well: one rule each, with its condition and its outcome.
requirements:
  - "FR-1: Anybody can add a note. A note without a title is refused."
  - "FR-2: Notes are listed newest first, at most 50 at once."
nonfunctional_requirements:
  - "NFR-1: A list of notes takes less than 100 ms with 10,000 notes."

# What it keeps. Types: string, integer, number, boolean, date, datetime, uuid, email, url,
# decimal, json, list of X, map<string, X>, enum(a, b), or the name of an entity.
# A "?" says that it may be absent.
entities:
  - name: Note
    description: Something that somebody wants to remember.
    attributes:
      - { name: id, type: uuid }
      - { name: title, type: string }
      - { name: text, type: string? }
      - { name: created, type: datetime, description: When it was added. }

# relationships:
#   - Author 1:N Note

# Its HTTP interface. A body is an entity, a list of one (Note[]),
# or an object of names and types.
api_contracts:
  - endpoint: GET /notes
    response_200: Note[]
  - endpoint: POST /notes
    request_body: { title: string, text: string? }
    response_201: Note
    response_422: The title is empty.

# Courses of events, which become tests.
scenarios:
  - title: A note without a title
    when: Somebody adds a note with an empty title
    then: The answer is 422, and the list stays as it was

# build_config:
#   dependencies: []
# files:
#   - path: ${{ go: 'internal/mail/sender.go', typescript: 'src/mail/sender.ts', python: 'mail/sender.py' }[language]}
#     description: Sends a note by mail.
`;
}
