/**
 * What an item's text may name, beside what it is shown: captured when the item is made, since outlines are dropped afterwards. Plain data that survives JSON.
 */
export interface KnownNames {
  readonly file: FileNames;
  readonly section: SectionNames;
}

/** The same for all items of a file. */
export interface FileNames {
  readonly language: string;
  readonly path: string;
  /** Ids of symbols that are more than names with dots between them, as the wire format and the headings of a spec write them. */
  readonly ids: readonly string[];
  /** What is declared at the top, and what imports are called here. */
  readonly top: readonly string[];
  /** By id; those that imports bring in by the name that they have here. */
  readonly types: Readonly<Record<string, TypeNames>>;
  /** Where imports lead: the specifiers as written, and the files of the workspace. */
  readonly paths: readonly string[];
}

/** What has members: a class, an interface, an enum, a namespace, an object. */
export interface TypeNames {
  readonly members: readonly string[];
  /** It inherits from something that cannot be looked into, or says nothing of its members: others may be there. */
  readonly open?: boolean;
  /** Members whose type is a plain name, with that name. */
  readonly valueTypes?: Readonly<Record<string, string>>;
  /** What the signatures of its members name, without their parameters. */
  readonly beside?: readonly string[];
}

export interface SectionNames {
  /** Id of the type that the section is about, or that its symbol belongs to. Absent: it is about the file as a whole, or a function at the top. */
  readonly ownType?: string;
  /** The section is about the file as a whole: members of all its types need no class before them. */
  readonly wholeFile?: boolean;
  /** Types of what it depends on, by the name that the code uses. */
  readonly types: Readonly<Record<string, TypeNames>>;
  /** What the signatures of its dependencies name, without their parameters: those are names of others. */
  readonly beside: readonly string[];
  /** Parameters whose type is a plain name, with that name. */
  readonly valueTypes: Readonly<Record<string, string>>;
  /** Names in the code itself, where the item shows something else (notes on its parts). */
  readonly code?: readonly string[];
}
