import type { ProjectLanguage } from './projectSpec';

/** What becomes of a project spec: its files, and what each is made of. Follows from the spec and the project's own templates alone; no model is needed. */
export interface ProjectPlan {
  readonly language: ProjectLanguage;
  /** By path. */
  readonly files: readonly PlannedFile[];
}

export const FILE_KINDS = ['model', 'storage', 'service', 'handler', 'wiring', 'configuration', 'test', 'documentation', 'boilerplate', 'custom'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

interface Planned {
  /** Relative to the root of the project. */
  readonly path: string;
  readonly kind: FileKind;
  /** What it is for, in a line. */
  readonly purpose: string;
  /** Paths of planned files that it builds upon. */
  readonly needs: readonly string[];
  readonly about: About;
}

/** The parts of the spec that a file follows from, by name or id, sorted. */
export interface About {
  readonly entities: readonly string[];
  readonly contracts: readonly string[];
  readonly requirements: readonly string[];
}

/** Rendered from a template of ours or of the project. */
export interface TemplateFile extends Planned {
  readonly from: 'template';
  /** Name of the template. */
  readonly template: string;
  readonly text: string;
  /** Lines that a file of the person's (a `.gitignore`) is to have beside its own, instead of being replaced. */
  readonly merge?: 'lines';
}

/** Rendered from the spec, whole: no body is left to write. */
export interface DeclaredFile extends Planned {
  readonly from: 'declarations';
  readonly text: string;
  /** What those that build upon it have to know, where that is less than its declarations. */
  readonly signatures?: string;
}

/** Declarations from the spec, bodies from a model. */
export interface SkeletonFile extends Planned {
  readonly from: 'bodies';
  readonly skeleton: Skeleton;
}

/** Of a kind that the profile does not know: a model writes all of it. */
export interface WholeFile extends Planned {
  readonly from: 'whole';
  /** What the profile would have here: others build upon what it declares. */
  readonly instead?: string;
}

export type PlannedFile = TemplateFile | DeclaredFile | SkeletonFile | WholeFile;

/** Code with holes. Whatever fills them, the declarations stay as they are. */
export interface Skeleton {
  readonly slots: readonly Slot[];
  /**
   * The file. A slot without a body gets the language's explicit "not implemented" error; imports that nothing uses are left out.
   * @param helpers top-level declarations that the bodies need, as source; they come last
   */
  render(bodies: ReadonlyMap<string, Body>, helpers?: string): string;
  /** What other files may use of it, as declarations without bodies. */
  readonly signatures: string;
}

/** A function or method whose body is to be written. */
export interface Slot {
  /** As the outline of the rendered file names the symbol: `TaskService.create`. */
  readonly id: string;
  /** Its declaration, as it stands in the file. */
  readonly signature: string;
  /** What it must do, as far as the spec says. */
  readonly purpose: string;
  /** Which names for shapes that are alike: `create(Entity): Entity`. Files whose slots have the same shapes go together in a request. */
  readonly shape: string;
}

export interface Body {
  /** Statements between the braces, or below the colon, with any indentation. */
  readonly code: string;
  /** Import statements of the language, one each, that the statements need beside those of the file. */
  readonly imports: readonly string[];
}
