import type { DocParts, ParamDoc } from '../docs';
import type { Param } from '../outline';
import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';
import { HASH_COMMENTS } from './hashComments';
import type { Definition } from './language';
import { lineOf } from './sourceText';

/**
 * What a function takes: each position by the name that a `local` gives it, with `$1` as its type, else as `$1`; then `$@` where it takes
 * what is left.
 */
export function bashParams(definition: Definition, tree: SyntaxTree, doc: DocParts | undefined): Param[] {
  const named: Param[] = [];
  const positions = new Map<number, { default?: string }>();
  let rest = false;
  for (const node of ownNodes(tree, definition.body)) {
    if (!tree.is(node, 'simple_expansion', 'expansion')) continue;
    const variable = tree.childOfType(node, 'variable_name', 'special_variable_name');
    const text = tree.textOf(variable);
    if (text === '@' || text === '*') rest = true;
    if (!/^[1-9]\d*$/.test(text)) continue;
    const fallback = fallbackOf(tree, node, variable);
    const assignment = assignmentTo(tree, node);
    if (assignment === NONE) {
      if (!positions.has(Number(text))) positions.set(Number(text), fallback === undefined ? {} : { default: fallback });
      continue;
    }
    const name = tree.textOf(tree.child(assignment, 'name'));
    if (named.some((param) => param.name === name)) continue;
    const told = doc?.params.get(`$${text}`) ?? doc?.params.get(name);
    named.push({ name, type: `$${text}`, ...(fallback !== undefined && { default: fallback }), optional: fallback !== undefined, ...(told?.text && { doc: told.text }) });
  }
  const taken = new Set(named.map(({ type }) => type));
  for (const [at, { default: fallback }] of [...positions].sort(([a], [b]) => a - b)) {
    if (taken.has(`$${at}`)) continue;
    const told = doc?.params.get(`$${at}`);
    named.push({ name: `$${at}`, ...(fallback !== undefined && { default: fallback }), optional: fallback !== undefined, ...(told?.text && { doc: told.text }) });
  }
  const told = doc?.params.get('$@');
  return rest ? [...named, { name: '@', optional: true, rest: '$', ...(told?.text && { doc: told.text }) }] : named;
}

/** `${2:-none}`. */
function fallbackOf(tree: SyntaxTree, expansion: NodeIndex, variable: NodeIndex): string | undefined {
  const operator = tree.textOf(tree.child(expansion, 'operator'));
  if (!tree.is(expansion, 'expansion') || !['-', ':-', '=', ':='].includes(operator)) return undefined;
  const value = tree.nextSibling(tree.nextSibling(variable));
  return tree.isNamed(value) ? lineOf(tree, value, HASH_COMMENTS) : "''";
}

/** The `local` whose whole value is the expansion. */
function assignmentTo(tree: SyntaxTree, expansion: NodeIndex): NodeIndex {
  const parent = tree.parentOf(expansion);
  const value = tree.is(parent, 'string') && tree.textOf(parent) === `"${tree.textOf(expansion)}"` ? parent : expansion;
  const assignment = tree.parentOf(value);
  return tree.is(assignment, 'variable_assignment') && tree.is(tree.parentOf(assignment), 'declaration_command') && tree.child(assignment, 'value') === value ? assignment : NONE;
}

/** Nodes of a function's own code: a function inside has parameters of its own. */
export function* ownNodes(tree: SyntaxTree, body: NodeIndex): Generator<NodeIndex> {
  for (let node = body; body !== NONE && node < tree.after[body]!; ) {
    if (tree.is(node, 'function_definition')) {
      node = tree.after[node]!;
      continue;
    }
    yield node;
    node++;
  }
}

/** Spreads `$1: text`, `$1 - text`, shdoc's `@arg $1 type text`, and `Returns:`; all else stays as it is written. */
export function parseShellDoc(comment: string): DocParts {
  const params = new Map<string, ParamDoc>();
  const text: string[] = [];
  let result: string | undefined;
  let last: string | undefined;
  for (const line of comment.split('\n')) {
    const param = /^\s*(?:[-*]\s+)?(?:@(?:arg|param)\s+)?(\$(?:\d+|@|\*))\s*(?:[:=–-]+\s*|\s)(.*)$/.exec(line);
    const returns = /^\s*(?:@return|@exitcode|Returns?:)\s*(.*)$/.exec(line);
    if (param) {
      last = param[1]!;
      params.set(last, { text: param[2]!.trim() });
    } else if (returns) {
      result = [result, returns[1]].filter(Boolean).join('; ') || undefined;
      last = result === undefined ? 'returns' : undefined;
    } else if (last !== undefined && /^\s{2,}\S/.test(line)) {
      if (last === 'returns') result = [result, line.trim()].filter(Boolean).join(' ');
      else params.set(last, { text: `${params.get(last)!.text} ${line.trim()}`.trim() });
    } else {
      last = undefined;
      if (!/^\s*(?:Arguments|Args|Parameters|Params):\s*$/.test(line)) text.push(...(/^\s*[A-Z]\w+:\s*$/.test(line) ? ['', line] : [line]));
    }
  }
  return { text: text.join('\n').replace(/\n{3,}/g, '\n\n').trim(), params, ...(result !== undefined && { result }) };
}
