/** A project spec as it was read: what a project is to be, without a word of how the file that says so is written. Names and ids are as the person wrote them. */
export interface ProjectSpec {
  readonly name: string;
  readonly description: string;
  readonly language: ProjectLanguage;
  /** Go: module path; TypeScript: package name; Python: import package. */
  readonly module: string;
  /** As the spec names it. Absent: the profile's default. */
  readonly framework?: string;
  readonly requirements: readonly Requirement[];
  readonly entities: readonly Entity[];
  readonly relationships: readonly Relationship[];
  readonly contracts: readonly Contract[];
  readonly scenarios: readonly Scenario[];
  readonly build: BuildConfig;
  /** Files that the person names: they override what the language profile would plan, or stand beside it. */
  readonly files: readonly FileRequest[];
  /** Keys that nothing here knows. They are shown to the model. */
  readonly rest: Rest;
}

export const PROJECT_LANGUAGES = ['go', 'typescript', 'python'] as const;
export type ProjectLanguage = (typeof PROJECT_LANGUAGES)[number];

/** Unknown keys with their values, as YAML or JSON has them. */
export type Rest = Readonly<Record<string, unknown>>;

export interface Requirement {
  /** As written, else `FR-1`, `NFR-1`, … in the order of the spec. */
  readonly id: string;
  readonly kind: 'functional' | 'nonfunctional';
  readonly text: string;
  readonly priority?: string;
  readonly category?: string;
  readonly notes?: string;
  readonly rest: Rest;
}

export interface Entity {
  readonly name: string;
  readonly description: string;
  readonly fields: readonly Field[];
  readonly rest: Rest;
}

export interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly description: string;
  /** Default: yes. */
  readonly isRequired: boolean;
  readonly rest: Rest;
}

export const SCALARS = ['string', 'integer', 'number', 'boolean', 'date', 'datetime', 'uuid', 'bytes', 'json'] as const;
/** `date`: a calendar day. `datetime`: an instant. `json`: anything. */
export type Scalar = (typeof SCALARS)[number];

/** `format` says more of a string (`email`, `url`, …) or of a number (`decimal`, `int64`, …), as the person wrote it. */
export type FieldType =
  | { readonly kind: 'scalar'; readonly scalar: Scalar; readonly format?: string }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'list'; readonly of: FieldType }
  | { readonly kind: 'map'; readonly of: FieldType }
  /** Of an entity of this spec. */
  | { readonly kind: 'entity'; readonly name: string }
  | { readonly kind: 'object'; readonly fields: readonly Field[] };

export interface Relationship {
  readonly from: string;
  readonly to: string;
  readonly kind: 'one-to-one' | 'one-to-many' | 'many-to-one' | 'many-to-many' | 'other';
  readonly description: string;
  readonly rest: Rest;
}

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;

/** One operation of an HTTP interface. */
export interface Contract {
  /** As written, else `POST /tasks/{id}`. */
  readonly id: string;
  readonly method: (typeof METHODS)[number];
  /** Parameters in braces: `/tasks/{id}`. */
  readonly path: string;
  readonly description: string;
  /** The entity that it is about: named, else that of its bodies, else that of its path. */
  readonly entity?: string;
  /** Of the path (in its order), then of the query. */
  readonly parameters: readonly Parameter[];
  readonly request?: FieldType;
  /** By status, ascending. */
  readonly responses: readonly Response[];
  readonly rest: Rest;
}

export interface Parameter extends Field {
  readonly in: 'path' | 'query';
}

export interface Response {
  readonly status: number;
  readonly description: string;
  /** Absent: no body. */
  readonly body?: FieldType;
}

export interface Scenario {
  /** As written, else `S-1`, … */
  readonly id: string;
  readonly title: string;
  /** Given, when, then, or whatever the steps are, a line each. */
  readonly steps: readonly string[];
  readonly rest: Rest;
}

export interface BuildConfig {
  /** Of the language: `1.22`, `3.12`. */
  readonly languageVersion?: string;
  readonly dependencies: readonly Dependency[];
  readonly rest: Rest;
}

export interface Dependency {
  readonly name: string;
  /** As the language's package file writes it. */
  readonly version?: string;
}

export interface FileRequest {
  /** Relative to the root of the project, with `/`, never leading out of it. */
  readonly path: string;
  readonly description: string;
  /** `none`: the profile's file of this path is not wanted. */
  readonly kind?: string;
  readonly entities: readonly string[];
  /** Ids. */
  readonly contracts: readonly string[];
  /** Ids. */
  readonly requirements: readonly string[];
  /** Paths of files that it builds upon. */
  readonly needs: readonly string[];
  readonly rest: Rest;
}

/** What is wrong with a project spec, where. Lines and columns count from 1, columns in UTF-16 units, as editors do. */
export interface SpecProblem {
  readonly severity: 'error' | 'warning';
  /** What is wrong, what was expected, and the next step. */
  readonly message: string;
  /** Stable name of the kind of problem, such as `unknown-type`. */
  readonly code: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}
