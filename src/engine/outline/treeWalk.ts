import type { Tree, TreeCursor } from '@vscode/tree-sitter-wasm';

/** A walk over the parser's tree, node by node. */
export interface TreeWalk {
  type(): number;
  field(): number;
  start(): number;
  end(): number;
  isMissing(): boolean;
  toFirstChild(): boolean;
  toNextSibling(): boolean;
  toParent(): boolean;
  close(): void;
}

/** The module that `Parser.init` fills: its memory, and its functions by their names in C. */
export interface ParserModule {
  readonly HEAP32?: Int32Array;
  readonly [name: string]: unknown;
}

type CursorFunction = (tree: number) => number;

const FUNCTIONS = {
  type: '_ts_tree_cursor_current_node_type_id_wasm',
  field: '_ts_tree_cursor_current_field_id_wasm',
  start: '_ts_tree_cursor_start_index_wasm',
  end: '_ts_tree_cursor_end_index_wasm',
  missing: '_ts_tree_cursor_current_node_is_missing_wasm',
  firstChild: '_ts_tree_cursor_goto_first_child_wasm',
  nextSibling: '_ts_tree_cursor_goto_next_sibling_wasm',
  parent: '_ts_tree_cursor_goto_parent_wasm',
} as const;

/** A cursor's state is four words, handed to C and back in one buffer. */
const CURSOR_WORDS = 4;

/**
 * The runtime's own cursor copies its state into WebAssembly's memory before each call, which takes longer than the calls. As long as nothing
 * else is called, the state is still there: so these calls go to the same functions directly. Where they are not found, the cursor does.
 */
export function walkTree(tree: Tree, module: ParserModule): TreeWalk {
  const cursor = tree.walk();
  return directWalk(tree, cursor, module) ?? cursorWalk(cursor);
}

export function cursorWalk(cursor: TreeCursor): TreeWalk {
  return {
    type: () => cursor.nodeTypeId,
    field: () => cursor.currentFieldId,
    start: () => cursor.startIndex,
    end: () => cursor.endIndex,
    isMissing: () => cursor.nodeIsMissing,
    toFirstChild: () => cursor.gotoFirstChild(),
    toNextSibling: () => cursor.gotoNextSibling(),
    toParent: () => cursor.gotoParent(),
    close: () => cursor.delete(),
  };
}

function directWalk(tree: Tree, cursor: TreeCursor, module: ParserModule): TreeWalk | undefined {
  const address = (tree as unknown as Record<number, unknown>)[0];
  const words = cursor as unknown as Record<number, number>;
  const init = module._ts_init as (() => number) | undefined;
  const functions = Object.values(FUNCTIONS).map((name) => module[name]);
  const isKnown = typeof address === 'number' && init !== undefined && module.HEAP32 !== undefined && functions.every((one) => typeof one === 'function');
  if (!isKnown || typeof words[0] !== 'number') return undefined;
  const buffer = init() >> 2;
  for (let word = 0; word < CURSOR_WORDS; word++) module.HEAP32[buffer + word] = words[word]!;
  const bind = (name: string): (() => number) => {
    const run = module[name] as CursorFunction;
    return () => run(address);
  };
  const call = Object.fromEntries(Object.entries(FUNCTIONS).map(([key, name]) => [key, bind(name)])) as Record<keyof typeof FUNCTIONS, () => number>;
  return {
    type: call.type,
    field: call.field,
    start: call.start,
    end: call.end,
    isMissing: () => call.missing() === 1,
    toFirstChild: () => call.firstChild() === 1,
    toNextSibling: () => call.nextSibling() === 1,
    toParent: () => call.parent() === 1,
    close() {
      // The cursor's own memory may have moved on the way.
      for (let word = 0; word < CURSOR_WORDS; word++) words[word] = module.HEAP32![buffer + word]!;
      cursor.delete();
    },
  };
}
