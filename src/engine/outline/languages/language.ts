import type { DocParts } from '../docs';
import type { NormalRules } from '../normalForm';
import type { Export, Import, Outline, Param, SymbolKind, Visibility } from '../outline';
import type { QueryMatch } from '../query';
import type { NodeIndex, SyntaxTree } from '../syntaxTree';

/**
 * A language is this table: what to look for is a tree-sitter query, what queries cannot say is a small function.
 *
 * Captures of `query`; a match is one fact:
 *
 * | capture | on |
 * |---|---|
 * | `@def.KIND` | the declaration of a symbol of that `SymbolKind`; the first pattern that matches a declaration or its code wins |
 * | `@name` | its name; without one, a name by `nameless` |
 * | `@owner` | what it is a member of, where it stands outside of it (`Owner.prototype.name = …`) |
 * | `@code` | the node that holds parameters, result and body, where it is not the declaration itself; also told without `@def` of a node that is to be no symbol |
 * | `@params`, `@result`, `@type`, `@value`, `@body` | parts of it; by default its fields `parameters`, `return_type`, `type`, `value`, `body` |
 * | `@extends`, `@implements` | one name of its heritage (several matches with the same `@of` are gathered) |
 * | `@of` | the node that heritage belongs to; `@of.name` its name, where the heritage is told elsewhere (Rust's `impl Trait for Name`) |
 * | `@param` | one parameter, with `@param.name`, `@param.type`, `@param.default`, `@param.rest` (prefix), `@param.optional`; it stands in a node captured as `@params` |
 * | `@import` | an import statement, with `@from` and one of `@import.name` (`@import.alias`), `@import.default`, `@import.all` (local name of the whole module), `@import.star`; `@import.typeOnly` |
 * | `@export` | an export statement, with `@export.local`, `@export.name`, `@from`, `@export.star`, `@export.default`, `@export.typeOnly` |
 * | `@call` | the callee of a call; `@call.notable` of one that is no call for a reader (`import()`) |
 * | `@throw` | the name of a thrown error |
 * | `@env` | the name (or string) of an environment variable that is read |
 * | `@scope`, `@scope.function`, `@scope.class` | a node whose names end with it; `function`: also the names that are hoisted; `class`: invisible to functions inside |
 * | `@bind`, `@bind.hoisted`, `@bind.outer` | a name bound in the nearest scope; the nearest function's; the scope around its own declaration's |
 * | `@skip` | an identifier that refers to nothing (the name after a dot) |
 * | `@structure` | top-level code that makes nothing happen: it is not counted as loose code |
 */
export interface Language {
  readonly id: string;
  /** `tree-sitter-<grammar>.wasm` */
  readonly grammar: string;
  /** With the dot, in lower case. */
  readonly extensions: readonly string[];
  readonly query: string;

  /** Texts of tokens (or of nodes) before a name that say something of it, with the word for it. */
  readonly modifiers: Readonly<Record<string, string>>;
  /** Node types around a declaration that belong to it (`export …`, decorators). */
  readonly wrappers: readonly string[];
  /** Of what wrappers hold, node types that stand side by side though they differ (Go's `type (…)` with aliases in it). */
  readonly listed?: readonly string[];
  /** Node types between a member and what it is a member of. Anything else in between makes it an inner symbol. */
  readonly transparent: readonly string[];
  /** Kinds that are worth telling of inside a function, beside functions and classes (Java's local enums). */
  readonly toldInside?: readonly SymbolKind[];
  /** Of these, node types whose conditions belong to what is declared in them (`if`, `try` around definitions): they count in its `sig`. */
  readonly conditions?: readonly string[];
  /** Of these, node types that add a key to a member's name (`pair: 'key'`). */
  readonly keyed?: Readonly<Record<string, string>>;
  /** Node types within a declaration that hold its modifiers or decorators (Java's `modifiers`, C#'s `attribute_list`). */
  readonly modifierLists?: readonly string[];
  /** Node types of decorators. */
  readonly decorators: readonly string[];
  /** Node types of parentheses, which hide nothing from queries: a pattern that does not match them is tried on what they hold. */
  readonly parentheses?: readonly string[];
  /** What stands between a namespace and its member, where importers call the member by both names. */
  readonly namespaceJoint?: string;
  /** Node types of comments. */
  readonly comments: readonly string[];
  /** Node types that are blocks of statements: a value that holds one is more than a constant. */
  readonly blocks: readonly string[];
  /** Kinds of which several declarations of one name are one symbol (TypeScript's interfaces). */
  readonly merged: readonly SymbolKind[];

  readonly names: {
    /** Node types of names that may refer to something. */
    readonly identifiers: readonly string[];
    /** Node types of `object.name`, with the fields that hold the two. */
    readonly members: Readonly<Record<string, { readonly object: string; readonly name: string; /** What stands between the two; default: a dot. */ readonly joint?: string }>>;
    /** Of these, node types of paths (`a::b`): their names are told wherever `a` comes from. */
    readonly paths?: readonly string[];
    /** Texts that stand for the own object. */
    readonly self: readonly string[];
    /** The same for a name that each method chooses itself (Go's receivers). */
    isSelf?(tree: SyntaxTree, name: NodeIndex): boolean;
  };

  readonly normal: NormalRules;

  readonly hooks: Hooks;
}

/** What a query cannot say. */
export interface Hooks {
  /**
   * The same text, of the same length, with what the grammar is known not to read written in another way. Asked for only where the grammar
   * found errors; taken where it then finds fewer.
   */
  repair?(text: string): string;
  /** What the name's node stands for: cooked strings, for example. Default: its text. */
  nameOf?(tree: SyntaxTree, name: NodeIndex): string;
  /** Name of a declaration that has none. `undefined`: it is no symbol. */
  nameless?(tree: SyntaxTree, declaration: NodeIndex): string | undefined;
  /** Corrects the kind that the query gave. `undefined`: it is no symbol. */
  kindOf?(definition: Definition, tree: SyntaxTree): SymbolKind | undefined;
  /** A member's id may need more than its name: `:set`. */
  idSuffix?(definition: Definition, tree: SyntaxTree): string;
  visibility(definition: Definition, tree: SyntaxTree): Visibility;
  /** Name under which the declaration itself exports the symbol (`export`). A capture `@exported` or `@exported.default` does the same. */
  exportedAs?(definition: Definition, tree: SyntaxTree): string | undefined;
  /** Further modifiers, in the language's words. */
  modifiers?(definition: Definition, tree: SyntaxTree): readonly string[];
  /** False for a node that looks like a wrapper by its type but does not belong to the declaration inside it. */
  isWrapper?(tree: SyntaxTree, wrapper: NodeIndex, inside: NodeIndex): boolean;
  /** Name of the error of a `@throw` that is no name itself: `raise "text"`. */
  thrown?(tree: SyntaxTree, thrown: NodeIndex): string | undefined;
  /** Doc comment of a declaration, spread to its parts. */
  doc(definition: Definition, tree: SyntaxTree): DocParts | undefined;
  moduleDoc(tree: SyntaxTree): string | undefined;
  /** Node that is doc only and left out of hashes. */
  isDoc?(tree: SyntaxTree, node: NodeIndex): boolean;
  /** Doc that stands behind a declaration and belongs to its range (Python's attribute doc strings). */
  docBehind?(definition: Definition, tree: SyntaxTree): NodeIndex;
  /** Further symbols that a declaration makes: parameter properties, fields that a constructor assigns, the other names of a destructuring. */
  extraFields?(definition: Definition, tree: SyntaxTree): readonly ExtraField[];
  /** True for a body that says nothing of its own: a plain accessor, an empty or delegating constructor. */
  isTrivialBody(definition: Definition, tree: SyntaxTree): boolean;
  /** True for a method that only hands out or takes in a field: facts say it all. */
  isAccessor?(definition: Definition, tree: SyntaxTree): boolean;
  /** Declarations of one name and one key are one symbol (parts of a partial class). */
  mergeKey?(definition: Definition, tree: SyntaxTree): string | undefined;
  /** The condition that a node around a declaration puts on it, as a reader would say it: `#ifdef TRACE`, `else of if x`. `inside` is the child that the declaration stands in. */
  conditionOf?(tree: SyntaxTree, around: NodeIndex, inside: NodeIndex): string | undefined;
  /** The same of the whole file: `//go:build !js`. */
  fileConditions?(tree: SyntaxTree): readonly string[];
  /** Name of the package or namespace that the file declares itself to belong to. */
  moduleName?(tree: SyntaxTree): string | undefined;
  /** A called name as a reader writes it, where it is no plain chain of names (`$clock->now`). */
  calledName?(tree: SyntaxTree, callee: NodeIndex): string | undefined;
  /** True for the declaration that only adds a signature to another of the same name. */
  isOverload?(definition: Definition, tree: SyntaxTree): boolean;
  /** Parameters that callers never give (`self`). */
  isHiddenParam?(name: string, position: number, definition: Definition): boolean;
  /** Parameters that no list declares (`$1`), where a language has such. */
  params?(definition: Definition, tree: SyntaxTree, doc: DocParts | undefined): readonly Param[];
  /** How a parameter may be passed, by its list. */
  passing?(tree: SyntaxTree, param: NodeIndex): 'positional-only' | 'keyword-only' | undefined;
  /** The declaration on one line, where the source's own text up to its body will not do. */
  signature?(definition: Definition, tree: SyntaxTree): string | undefined;
  /** Type, value and result that the source leaves to what stands before (`iota`), or writes apart from each other. They win over what the query captured. */
  implied?(definition: Definition, tree: SyntaxTree): { readonly type?: string; readonly value?: string; readonly result?: string } | undefined;
  /** Where queries do not reach: imports of languages with nested paths. */
  imports?(tree: SyntaxTree, matches: readonly QueryMatch[]): readonly Import[];
  /** Exports that follow from names, not from statements. */
  exports?(tree: SyntaxTree, outline: Pick<Outline, 'imports' | 'symbols'>): readonly Export[];
}

/** What the query said of one symbol. Nodes are `NONE` where there is nothing. */
export interface Definition {
  kind: SymbolKind;
  name: string;
  readonly node: NodeIndex;
  readonly code: NodeIndex;
  readonly nameNode: NodeIndex;
  readonly owner: NodeIndex;
  readonly params: NodeIndex;
  readonly result: NodeIndex;
  readonly type: NodeIndex;
  readonly value: NodeIndex;
  readonly body: NodeIndex;
  /** The outermost node that holds this declaration and nothing else. */
  readonly own: NodeIndex;
  /** Where the declaration begins and ends, with what is around it: `export const` goes to the first of several names. */
  readonly start: number;
  readonly end: number;
  /** `const`, `let`, `var`: the word before a list of declarations. */
  keyword: string;
  readonly modifierNodes: readonly NodeIndex[];
  /** Decorator nodes, in order. */
  readonly decorators: readonly NodeIndex[];
  modifiers: readonly string[];
  /** The definition that holds it; inner ones have the one whose code they stand in. */
  parent?: Definition;
  inner: boolean;
  /** Name under which the declaration exports it. */
  exportedAs?: string;
  /** Keys between it and its parent, in an object of objects. */
  path: readonly string[];
}

/** A field that is declared within another member, or a name that shares its declaration with others: it has no range of its own. */
export interface ExtraField {
  readonly name: string;
  /** Where `readonly name: Type` will not do. */
  readonly signature?: string;
  /** `property` by default. */
  readonly kind?: SymbolKind;
  /** What its `sig` is made of besides name and type: nothing by default. */
  readonly hashed?: NodeIndex;
  readonly node: NodeIndex;
  readonly type?: NodeIndex;
  readonly value?: NodeIndex;
  readonly doc?: string;
  readonly visibility: Visibility;
  readonly modifiers: readonly string[];
}
