import type { BoilerplateFile } from './boilerplate';

/** What the languages do differently in files that every project has. Each is a template, or a part of one. */
export interface CommonParts {
  /** Lines of `.gitignore`. */
  readonly ignored: readonly string[];
  /** Absent: a library runs nowhere. */
  readonly dockerfile?: string;
  /** Targets of the Makefile with their commands. */
  readonly targets: Readonly<Record<string, readonly string[]>>;
  /** Steps of the CI workflow after the checkout, indented as there. */
  readonly ciSteps: string;
  /** Sections of `.editorconfig` after the general one. */
  readonly editorConfig: string;
  /** What a person needs before the first `make`, as Markdown. */
  readonly needs: string;
}

export function commonBoilerplate({ ignored, dockerfile, targets, ciSteps, editorConfig, needs }: CommonParts): BoilerplateFile[] {
  const names = Object.keys(targets);
  const makefile = `.PHONY: ${names.join(' ')}\n\n${names.map((name) => `${name}:\n${targets[name]!.map((command) => `\t${command}\n`).join('')}`).join('\n')}`;
  return [
    { path: '.gitignore', template: 'gitignore', purpose: 'What git leaves alone.', text: `${ignored.join('\n')}\n`, merge: 'lines' },
    { path: '.editorconfig', template: 'editorconfig', purpose: 'Indentation and line endings, for editors.', text: `root = true\n\n[*]\ncharset = utf-8\nend_of_line = lf\ninsert_final_newline = true\ntrim_trailing_whitespace = true\n\n${editorConfig}` },
    { path: '.github/workflows/ci.yml', template: 'ci.yml', purpose: 'Builds and tests every change.', text: `${CI_HEAD}${ciSteps}` },
    { path: 'Makefile', template: 'Makefile', purpose: 'The commands of everyday work.', text: makefile },
    { path: 'README.md', template: 'README.md', purpose: 'What the project is and how it is built.', text: `${README_HEAD}${needs}\n\n${names.map((name) => `    make ${name}\n`).join('')}` },
    ...(dockerfile === undefined ? [] : [{ path: 'Dockerfile', template: 'Dockerfile', purpose: 'The program as a container.', text: dockerfile }]),
  ];
}

const CI_HEAD = `name: CI

on:
  push:
    branches: [main]
  pull_request:

jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
`;

const README_HEAD = `<% const line = (text) => text.replace(/\\s+/g, ' ').trim(); const cell = (text) => line(text).replace(/\\|/g, '\\\\|'); %>
# <%= line(it.name) %>

<% if (it.description) { %>
<%= line(it.description) %>

<% } %>
<% if (it.operations.length > 0) { %>
## Endpoints

| endpoint | what it does |
|---|---|
<% for (const { method, path, purpose } of it.operations) { %>
| \`<%= method %> <%= cell(path) %>\` | <%= cell(purpose) %> |
<% } %>

<% } %>
<% if (it.entities.length > 0) { %>
## Data

| entity | what it is |
|---|---|
<% for (const { name, description } of it.entities) { %>
| <%= cell(name) %> | <%= cell(description) %> |
<% } %>

<% } %>
## Development

`;
