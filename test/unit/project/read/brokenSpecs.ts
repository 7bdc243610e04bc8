import { HEAD } from './specOf';

/** What is said of a spec: `severity code`, the marked text, a part of the message. */
export interface BrokenSpec {
  readonly title: string;
  readonly text: string;
  readonly expected: readonly (readonly [where: string, marked: string, message: RegExp])[];
  /** A JSON Schema cannot see it: it compares parts of the spec with each other. */
  readonly isBeyondSchema?: boolean;
}

const BOOK = `${HEAD}entities:\n  Book: { id: uuid, title: string }\n`;

/** Errors: nothing can be made of these. */
export const BROKEN_SPECS: readonly BrokenSpec[] = [
  { title: 'no map', text: '- a\n- b\n', expected: [['error no-map', 'a', /map of keys .* but this is a list/]] },
  { title: 'no name', text: 'language: go\n', expected: [['error missing-name', 'language', /Add "name: …" at the top/]] },
  { title: 'a name that is no text', text: 'name: [a, b]\nlanguage: go\n', expected: [['error wrong-type', 'name', /must be a text/]] },
  { title: 'a name without letters', text: 'name: 図書館\nlanguage: go\n', expected: [['error invalid-name', '図書館', /no letter from a to z.* Add "module: …"/]], isBeyondSchema: true },
  { title: 'no language', text: 'name: Library\n', expected: [['error missing-language', 'name', /one of go, typescript, python/]] },
  { title: 'another language', text: 'name: Library\nlanguage: cobol\n', expected: [['error unknown-language', 'cobol', /"cobol" is no language .* go, typescript, python/]] },
  { title: 'a module that Go does not take', text: `${HEAD}module: my library\n`, expected: [['error invalid-module', 'my library', /a module path such as/]], isBeyondSchema: true },
  { title: 'a module that npm does not take', text: 'name: Library\nlanguage: typescript\nmodule: Library\n', expected: [['error invalid-module', 'Library', /package name in small letters/]], isBeyondSchema: true },
  { title: 'a module that Python does not take', text: 'name: Library\nlanguage: python\nmodule: my-library\n', expected: [['error invalid-module', 'my-library', /import name such as/]], isBeyondSchema: true },
  { title: 'a description that is a map', text: `${HEAD}description:\n  Note: this\n`, expected: [['error wrong-type', 'description', /must be a text, but is a map .* quotes/]] },

  { title: 'requirements that are a text', text: `${HEAD}requirements: It lends.\n`, expected: [['error wrong-type', 'It lends.', /must be a list of requirements/]] },
  { title: 'a requirement that is a list', text: `${HEAD}requirements:\n  - [a, b]\n`, expected: [['error wrong-type', 'a', /must be a text, or a map with "text"/]] },
  { title: 'a requirement that says nothing', text: `${HEAD}requirements:\n  - { id: FR-1, priority: high }\n`, expected: [['error missing-text', 'id', /says nothing/]] },
  { title: 'two requirements of one id', text: `${HEAD}requirements:\n  - "FR-1: It lends."\n  - { id: FR-1, text: It counts. }\n`, expected: [['error duplicate-id', 'id', /Two requirements have the id "FR-1"/]], isBeyondSchema: true },

  { title: 'entities that are a text', text: `${HEAD}entities: Book\n`, expected: [['error wrong-type', 'entities', /must be a list of entities/]] },
  { title: 'an entity without a name', text: `${HEAD}entities:\n  - fields: { title: string }\n  - Book\n`, expected: [['error missing-name', 'fields', /Add "name: …"/], ['error missing-name', 'Book', /but this is text/]] },
  { title: 'an entity that no language can name', text: `${HEAD}entities:\n  - { name: "***", fields: { title: string } }\n`, expected: [['error invalid-name', '"***"', /Use letters and digits/]] },
  { title: 'an entity by a name that no language can take', text: `${HEAD}entities:\n  "--": { fields: { title: string } }\n`, expected: [['error invalid-name', '"--"', /Use letters and digits/]] },
  { title: 'one entity twice', text: `${HEAD}entities:\n  - { name: Book, fields: { id: uuid } }\n  - { name: Book, fields: { id: uuid } }\n`, expected: [['error duplicate-entity', 'Book', /"Book" is here twice/]], isBeyondSchema: true },
  { title: 'two entities that would be one', text: `${HEAD}entities:\n  LineItem: { id: uuid }\n  line_item: { id: uuid }\n`, expected: [['error duplicate-entity', 'line_item', /"LineItem" and "line_item" would be one type/]], isBeyondSchema: true },
  { title: 'a field without a name', text: `${HEAD}entities:\n  - name: Book\n    fields:\n      - { type: string, description: On the cover. }\n`, expected: [['error missing-name', 'type', /entity "Book" has no name/]] },
  { title: 'a field that is a list', text: `${HEAD}entities:\n  - name: Book\n    fields:\n      - [title, string]\n`, expected: [['error wrong-type', 'title', /must have a name and a type/]] },
  { title: 'fields that are a text', text: `${HEAD}entities:\n  - name: Book\n    fields: title and author\n`, expected: [['error wrong-type', 'title and author', /must be a list, or a map of names and types/]] },
  { title: 'two fields that would be one', text: `${HEAD}entities:\n  Book:\n    fields: { due_date: date, dueDate: date }\n`, expected: [['error duplicate-field', 'dueDate', /"due_date" and "dueDate"/]], isBeyondSchema: true },
  { title: 'a field that is required or what', text: `${HEAD}entities:\n  - name: Book\n    fields:\n      - { name: title, type: string, required: sometimes }\n`, expected: [['error wrong-type', 'sometimes', /must be true or false/]] },
  { title: 'entities that hold each other', text: `${HEAD}entities:\n  Book: { page: Page }\n  Page: { line: Line }\n  Line: { book: Book }\n`, expected: [['error circular-entities', 'Book', /Book → Page → Line → Book.*"book" of "Line" optional/]], isBeyondSchema: true },
  { title: 'an entity that holds itself, inside of an object', text: `${HEAD}entities:\n  Book: { part: { of: Book } }\n`, expected: [['error circular-entities', 'part', /Book → Book/]], isBeyondSchema: true },

  { title: 'endpoints that are a text', text: `${BOOK}api_contracts: GET /books\n`, expected: [['error wrong-type', 'api_contracts', /must be a list of endpoints/]] },
  { title: 'an endpoint without one', text: `${BOOK}api_contracts:\n  - { description: Finds books., response_200: Book }\n`, expected: [['error invalid-endpoint', 'description', /An endpoint is missing here/]] },
  { title: 'an endpoint without a method', text: `${BOOK}api_contracts:\n  - { endpoint: /books, response_200: Book }\n`, expected: [['error invalid-endpoint', '/books', /a method and a path were expected.*GET, POST/]] },
  { title: 'an endpoint with a misspelt method', text: `${BOOK}api_contracts:\n  - { endpoint: PSOT /books, response_200: Book }\n`, expected: [['error invalid-endpoint', 'PSOT /books', /"PSOT" is no method; did you mean POST\?/]], isBeyondSchema: true },
  { title: 'an endpoint that is an address', text: `${BOOK}api_contracts:\n  - { endpoint: "GET https://a.test/books", response_200: Book }\n`, expected: [['error invalid-endpoint', '"GET https://a.test/books"', /without the address/]] },
  { title: 'an endpoint with a parameter twice', text: `${BOOK}api_contracts:\n  - { endpoint: "GET /books/{id}/pages/{id}", response_200: Book }\n`, expected: [['error invalid-endpoint', '"GET /books/{id}/pages/{id}"', /"id" is in its path twice/]], isBeyondSchema: true },
  { title: 'a response with another status', text: `${BOOK}api_contracts:\n  - { endpoint: GET /books, response_700: Book }\n`, expected: [['warning missing-responses', 'GET /books', /no responses/], ['error invalid-status', 'response_700', /no HTTP status/]] },
  { title: 'responses that are a text', text: `${BOOK}api_contracts:\n  - { endpoint: GET /books, responses: Book }\n`, expected: [['warning missing-responses', 'GET /books', /no responses/], ['error wrong-type', 'Book', /map of status codes/]] },
  { title: 'one status twice', text: `${BOOK}api_contracts:\n  - { endpoint: GET /books, response_200: Book, responses: { 200: Book } }\n`, expected: [['error duplicate-response', '200', /two responses with the status 200/]], isBeyondSchema: true },
  { title: 'two endpoints of one id', text: `${BOOK}api_contracts:\n  - { id: a, endpoint: GET /books, response_200: Book }\n  - { id: a, endpoint: GET /pages, response_200: Book }\n`, expected: [['error duplicate-id', 'GET /pages', /Two endpoints have the id "a"/]], isBeyondSchema: true },

  { title: 'relationships that are a text', text: `${BOOK}relationships: Book 1:N Book\n`, expected: [['error wrong-type', 'relationships', /must be a list of relationships/]] },
  { title: 'a relationship of one', text: `${BOOK}relationships:\n  - { from: Book, kind: many }\n`, expected: [['error missing-name', 'from', /must name two entities/]] },
  { title: 'scenarios that are a text', text: `${HEAD}scenarios: A late return\n`, expected: [['error wrong-type', 'scenarios', /must be a list of scenarios/]] },
  { title: 'a scenario that says nothing', text: `${HEAD}scenarios:\n  - { id: S-1 }\n`, expected: [['error missing-text', 'id', /says nothing/]] },
  { title: 'build_config that is a text', text: `${HEAD}build_config: go build\n`, expected: [['error wrong-type', 'go build', /must be a map/]] },
  { title: 'dependencies that are a text', text: `${HEAD}build_config:\n  dependencies: chi and uuid\n`, expected: [['error wrong-type', 'chi and uuid', /must be a list of packages/]] },

  { title: 'files that are a text', text: `${HEAD}files: main.go\n`, expected: [['error wrong-type', 'files', /must be a list of files/]] },
  { title: 'a file without a path', text: `${HEAD}files:\n  - { description: Sends mail., kind: service }\n`, expected: [['error missing-path', 'description', /map without one/]] },
  { title: 'files outside', text: `${HEAD}files:\n  - /etc/passwd\n  - ../other/main.go\n  - a/../b.go\n  - C:/Windows/a.go\n  - a\\b.go\n  - .specwright/a.go\n  - .git/hooks/pre-commit\n  - a/\n`, expected: [
    ['error invalid-path', '/etc/passwd', /is absolute.* relative to the root/],
    ['error invalid-path', '../other/main.go', /holds "\.\."/],
    ['error invalid-path', 'a/../b.go', /holds "\.\."/],
    ['error invalid-path', 'C:/Windows/a.go', /drive letter/],
    ['error invalid-path', 'a\\b.go', /backslash/],
    ['error invalid-path', '.specwright/a.go', /lies in \.specwright/],
    ['error invalid-path', '.git/hooks/pre-commit', /nothing is written/],
    ['error invalid-path', 'a/', /no name of a file/],
  ] },
  { title: 'a file that builds upon one outside', text: `${HEAD}files:\n  - { path: a.go, needs: [../b.go] }\n`, expected: [['error invalid-path', '../b.go', /holds "\.\."/]], isBeyondSchema: true },
  { title: 'one file twice', text: `${HEAD}files: [a.go, ./a.go, A.go]\n`, expected: [['error duplicate-file', './a.go', /here twice/], ['error duplicate-file', 'A.go', /one file on some systems/]], isBeyondSchema: true },
];

/** Warnings: what is meant can be read, but something is missing or contradictory. */
export const DOUBTFUL_SPECS: readonly BrokenSpec[] = [
  { title: 'an entity in a type that is not defined', text: `${HEAD}entities:\n  Book: { author: Autor, next: list of Page }\n  Author: { name: string }\n`, expected: [['warning unknown-entity', 'Autor', /Did you mean "Author"/], ['warning unknown-entity', 'Page', /Define it under "entities"/]] },
  { title: 'a type that is none', text: `${HEAD}entities:\n  Book: { pages: "list of nubmer", size: two by three }\n`, expected: [['warning unknown-type', 'nubmer', /neither an entity of this spec nor a type/], ['warning unknown-type', 'two by three', /cannot be read; it is taken as JSON/]] },
  { title: 'a field without a type', text: `${HEAD}entities:\n  - name: Book\n    fields: [title]\n`, expected: [['warning missing-type', 'title', /read as text/]] },
  { title: 'an entity without fields', text: `${HEAD}entities:\n  - name: Book\n`, expected: [['warning missing-fields', 'Book', /has no fields/]] },
  { title: 'an endpoint without responses', text: `${BOOK}api_contracts:\n  - GET /books\n`, expected: [['warning missing-responses', 'GET /books', /has no responses/]] },
  { title: 'an endpoint with another method', text: `${BOOK}api_contracts:\n  - { endpoint: TRACE /books, response_200: Book }\n  - { endpoint: GET /books, response_200: "Book[]" }\n  - WS /events\n`, expected: [['warning unsupported-endpoint', 'TRACE /books', /is left out: "TRACE" is none of the methods that are made.*GET, POST/], ['warning unsupported-endpoint', 'WS /events', /left out.*under "files"/]] },
  { title: 'an endpoint whose parameter is part of a part', text: `${BOOK}api_contracts:\n  - { endpoint: "GET /books/{id}.json", response_200: Book }\n`, expected: [['warning unsupported-endpoint', '"GET /books/{id}.json"', /left out: a parameter of it is not a whole part/]] },
  { title: 'an endpoint twice', text: `${BOOK}api_contracts:\n  - { endpoint: "GET /books/{id}", response_200: Book }\n  - { endpoint: "GET /books/{bookId}", response_200: Book }\n`, expected: [['warning duplicate-endpoint', '"GET /books/{bookId}"', /described already \(GET \/books\/\{id\}\)/]] },
  { title: 'entities in endpoints that are not defined', text: `${BOOK}api_contracts:\n  - endpoint: POST /pages\n    entity: Page\n    request_body: Pages\n    response_200: Bok[]\n`, expected: [['warning unknown-entity', 'Page', /names the entity "Page"/], ['warning unknown-entity', 'Pages', /request body of POST \/pages/], ['warning unknown-entity', 'Bok', /response 200/]] },
  { title: 'a body that is no type', text: `${BOOK}api_contracts:\n  - endpoint: GET /books\n    response_200: all the books there are\n`, expected: [['warning unknown-type', 'all the books there are', /kept as its description/]] },
  { title: 'a GET with a body', text: `${BOOK}api_contracts:\n  - endpoint: GET /books\n    request_body: Book\n    response_200: Book[]\n`, expected: [['warning unexpected-body', 'GET /books', /Use "query"/]] },
  { title: 'a parameter that the path has not', text: `${BOOK}api_contracts:\n  - endpoint: GET /books\n    path_params: { id: uuid }\n    response_200: Book\n`, expected: [['warning unknown-path-parameter', 'GET /books', /"id" is said to be in the path/]] },
  { title: 'a parameter in two places', text: `${BOOK}api_contracts:\n  - endpoint: GET /books\n    query: { limit: integer }\n    parameters: [{ name: limit, type: string }]\n    response_200: Book[]\n`, expected: [['warning duplicate-parameter', 'GET /books', /"limit" of \/books is described already/]] },
  { title: 'a relationship with an entity that is not defined', text: `${BOOK}relationships:\n  - Book 1:N Page\n  - { from: Shelf, to: Book }\n  - of no use\n`, expected: [['warning unknown-entity', 'Page', /"Page", which is not defined/], ['warning unknown-entity', 'Shelf', /"Shelf"/], ['warning unreadable-relationship', 'of no use', /shown to the model/]] },
  { title: 'files about what is not there', text: `${HEAD}files:\n  - { path: a.go, entities: [Book], contracts: [GET /books], requirements: [FR-9] }\n`, expected: [['warning unknown-entity', 'Book', /entity "Book"/], ['warning unknown-contract', 'GET /books', /endpoint "GET \/books"/], ['warning unknown-requirement', 'FR-9', /requirement "FR-9"/]] },
  { title: 'a key that is nearly one', text: `${HEAD}entites:\n  Book: { title: string }\n`, expected: [['warning unlikely-key', 'entites', /Did you mean "entities"/]] },
  { title: 'a key that reaches a prototype', text: `${HEAD}__proto__: { polluted: true }\n`, expected: [['warning reserved-key', '__proto__', /left out/]] },
  { title: 'a tag', text: `${HEAD}owner: !person desk\n`, expected: [['warning yaml-warning', '!person', /taken as it stands/]] },
];
