/**
 * What the syntax tree says of one file: the facts of a spec. Nothing here was written by a model.
 * Plain data, so that it can be sent between threads and compared in tests.
 */
export interface Outline {
  /** Id of the language (`typescript`, `tsx`, `javascript`, `python`), or `text` where no grammar is known. */
  readonly language: string;
  /** Name of the package or namespace that the file declares itself to belong to (Java, C#, PHP). */
  readonly module?: string;
  /** What the file as a whole depends on, as written: `//go:build !js`, `#Requires -Version 5.1`. */
  readonly conditions?: readonly string[];
  /** Doc comment of the module, without its delimiters, dedented. */
  readonly doc?: string;
  readonly imports: readonly Import[];
  readonly exports: readonly Export[];
  /** In the order of the source; a member comes after the symbol that holds it (`parent`). */
  readonly symbols: readonly CodeSymbol[];
  /** Hash of the normalised loose top-level code: statements that belong to no symbol and import nothing. Empty where there is none. */
  readonly looseBody: string;
  /** Environment variables, called names and errors of the loose top-level code. */
  readonly loose: Effects;
  /** 1-based lines at which the parser found something it could not read, at most 20. */
  readonly syntaxErrors: readonly number[];
  /** Why there are no symbols although the language is known (minified, generated, too large), as a sentence for people. */
  readonly skipped?: string;
}

export type SymbolKind =
  | 'function' | 'method' | 'constructor' | 'getter' | 'setter'
  | 'class' | 'interface' | 'enum' | 'type' | 'namespace' | 'struct' | 'trait'
  | 'constant' | 'variable' | 'property' | 'enumMember';

/** `package`: Java's package-private. `internal`: C#'s, within the assembly. Importers from elsewhere see neither. */
export type Visibility = 'public' | 'protected' | 'package' | 'internal' | 'private';

export interface CodeSymbol {
  /**
   * Unique in the file and stable against moves and reorders: the qualified name (`Queue.add`); a setter ends in `:set`, a
   * deleter in `:delete`; where symbols of different kinds share a name, all but the most substantial end in their kind (`Level:type` beside the
   * constant `Level`; `of:static` beside an instance method); redefinitions that share a name end in `~` and the first six digits of their `sig` (or of `sig` and
   * `body` together, where the signatures are the same).
   */
  readonly id: string;
  readonly name: string;
  readonly kind: SymbolKind;
  /** `id` of the symbol that holds this one. */
  readonly parent?: string;
  /**
   * A named function or class within a function: it is listed with the function that holds it and has no section and no chunk of its own.
   */
  readonly inner?: boolean;
  /** The declaration as a reader of the language expects it, on one line, without body, decorators, doc, `export`: `async take(signal?: AbortSignal): Promise<number>`. */
  readonly signature: string;
  /** Further signatures under the same name (TypeScript overloads, Python `@overload`), in source order; `signature` is then the implementation's. */
  readonly overloads?: readonly string[];
  readonly params: readonly Param[];
  /** Result type as written. */
  readonly result?: string;
  /** Type of a constant, variable, property, alias as written. */
  readonly type?: string;
  /** Initial value of a constant, property or enum member as written on one line, cut at 120 characters with `…`. */
  readonly value?: string;
  /** `Base`, `implements Other`: heritage as written. */
  readonly heritage: readonly Heritage[];
  /** Doc comment without its delimiters, dedented; block tags (`@param`, `:param x:`) are taken out and spread to where they belong. */
  readonly doc?: string;
  /** What the doc comment says of the result. */
  readonly resultDoc?: string;
  /** What the doc comment says of errors, by their names as written there; some may be thrown by what is called. */
  readonly throwsDoc?: readonly { readonly name: string; readonly doc: string }[];
  readonly visibility: Visibility;
  /** Visible to importers of the file, by the rules of the language. */
  readonly exported: boolean;
  /** `async`, `static`, `readonly`, `abstract`, `generator`, `optional`, …, in the language's words, sorted. */
  readonly modifiers: readonly string[];
  /** Under which conditions it is there at all, as written, the outermost first: `#ifdef RING_TRACE`, `else of if sys.platform == "win32"`. */
  readonly conditions?: readonly string[];
  /** As written, without the leading `@`. */
  readonly decorators: readonly string[];
  readonly effects: Effects;
  /**
   * Ranges of the whole declaration with its doc comment and decorators. Several where overloads, merged declarations or exact repetitions lie
   * apart; none for what is declared within another symbol's range (a parameter property, a field assigned in a constructor, the further names of a
   * destructuring). Members declared apart from what they belong to (`Queue.prototype.add = …`) lie outside of its range.
   */
  readonly ranges: readonly Range[];
  /** 1-based lines of the (last) declaration itself, for links in the editor. Never written into a spec by default. */
  readonly line: number;
  readonly endLine: number;
  /** Normalised hash of the declaration without its body; for constants and properties with the value; for a class with the signatures of its members that are not private. */
  readonly sig: string;
  /** Of a class or what is like one: the hash of its declaration alone, without any member. Absent elsewhere. */
  readonly headSig?: string;
  /** Normalised hash of the body; for a class of everything in it that is no member with a chunk of its own. Empty where there is no body. */
  readonly body: string;
  /** Hash of the doc comment's words (white space folded). Empty where there is none. */
  readonly docHash: string;
  /**
   * Facts only, no prose: constants, aliases, plain properties, enum members, one-line accessors, and empty or delegating constructors.
   */
  readonly trivial: boolean;
  /**
   * Names that this symbol's own code mentions and that may be defined elsewhere, sorted, without those that it binds itself
   * (parameters, locals). Members of the own class are given as `this.name`; a name reached through an imported
   * module as `module.name`.
   */
  readonly references: readonly string[];
}

export interface Param {
  readonly name: string;
  readonly type?: string;
  readonly default?: string;
  readonly optional: boolean;
  /** `...rest`, `*args`, `**kwargs`: the prefix as written. */
  readonly rest?: string;
  /** Python: how callers may pass it, where they have no choice. */
  readonly passing?: 'positional-only' | 'keyword-only';
  readonly doc?: string;
}

export interface Heritage {
  readonly relation: 'extends' | 'implements';
  /** As written, with type arguments. */
  readonly name: string;
}

export interface Effects {
  /** Names of the errors thrown or raised here (`RangeError`), sorted; a rethrow of a caught error is left out. */
  readonly throws: readonly string[];
  /** Called names as written (`clock.now`, `Math.max`), without `this.`/`self.` chains' values, sorted by first occurrence, at most 40. */
  readonly calls: readonly string[];
  /** Environment variables read, sorted. */
  readonly env: readonly string[];
}

export interface Import {
  /** As written: `./clock`, `node:fs`, `..pkg.mod`. */
  readonly from: string;
  /** Imported names; `local` is what the file calls it. `*` is the whole module. Empty: imported for its effect. */
  readonly names: readonly ImportedName[];
  readonly typeOnly: boolean;
}

export interface ImportedName {
  readonly name: string;
  readonly local: string;
  readonly typeOnly?: boolean;
}

export interface Export {
  /** The name importers use; `default` for a default export, `*` for everything of `from`. */
  readonly name: string;
  /** `id` of the symbol in this file, where it is one. */
  readonly symbol?: string;
  /** Module and name that it is passed on from. */
  readonly from?: string;
  readonly fromName?: string;
  readonly typeOnly?: boolean;
}

/** Offsets in UTF-16 code units of the gathered (masked) text, end exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** How the text of a file is made up, whatever it means: to see what a change of it touches. */
export interface Layout {
  /** Start and end of each leaf of the syntax tree that has a text, comments included, one after the other in the order of the source. */
  readonly leaves: readonly number[];
  /** The same of the comments alone. */
  readonly comments: readonly number[];
  /** What stands at the top of the file, with the grammar's names for it: `import_statement`, `comment`. */
  readonly top: readonly (Range & { readonly type: string })[];
  /** How many lines hold something that the parser could not read. */
  readonly errorLines: number;
}

/** Makes outlines. The real one parses in a worker thread; tests may parse in place. */
export interface Outliner {
  outline(path: string, text: string, options?: { signal?: AbortSignal }): Promise<Outline>;
  /** Read anew each time: it is asked for only of a file that is about to be changed. */
  layout(path: string, text: string, options?: { signal?: AbortSignal }): Promise<Layout>;
  /** A run has read all that it will: what was taken up for many files may be given back. */
  rest?(): void;
}
