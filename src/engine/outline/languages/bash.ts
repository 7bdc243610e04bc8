import type { Import } from '../outline';
import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';
import { bashNormal } from './bashNormal';
import { bashParams, parseShellDoc } from './bashParams';
import { bashQuery } from './bashQuery';
import { repairShell } from './bashRepair';
import { HASH_COMMENTS, hashCommentAbove, hashFileComment, type HashComments } from './hashComments';
import type { Definition, Hooks, Language } from './language';
import { lineOf } from './sourceText';

const comments: HashComments = {
  directive: /^(?:!|\s*(?:shellcheck|shfmt|vim?|-\*-|bashdoc)\b|\s*-\*-)/,
  isDocumented: (tree, statement) => tree.is(statement, 'function_definition', 'declaration_command', 'variable_assignment'),
};

/** Shell words that do nothing a reader would ask about. */
const BUILTINS: ReadonlySet<string> = new Set(['echo', 'printf', ':', 'true', 'false', 'test', '[', 'shift', 'set', 'shopt', 'local', 'return', 'exit', 'break', 'continue', 'read', 'source', '.', 'cd', 'pushd', 'popd', 'let']);
/** Set by the shell itself. */
const SHELL_VARIABLES = /^(?:BASH.*|COMP.*|DIRSTACK|EUID|FUNCNAME|GROUPS|HISTCMD|HOSTNAME|HOSTTYPE|IFS|LINENO|MACHTYPE|MAPFILE|OLDPWD|OPTARG|OPTERR|OPTIND|OSTYPE|PIPESTATUS|PPID|PWD|RANDOM|READLINE_.*|REPLY|SECONDS|SHELLOPTS|SHLVL|UID|PS\d)$/;

const hooks: Hooks = {
  repair: repairShell,

  nameOf(tree, name) {
    if (tree.is(name, 'variable_name') && tree.is(tree.parentOf(name), 'simple_expansion', 'expansion')) return environmentName(tree, name);
    return tree.textOf(name);
  },

  kindOf(definition, tree) {
    if (definition.kind === 'function') return 'function';
    const declaration = tree.parentOf(definition.node);
    const word = tree.is(declaration, 'declaration_command') ? tree.textOf(tree.firstChild(declaration)) : '';
    definition.keyword = word;
    if (word === 'local' || (word === '' && !/^[A-Z_][A-Z0-9_]*$/.test(definition.name)) || isSetBefore(tree, definition)) return undefined;
    const flags = tree.namedChildren(declaration).filter((child) => word !== '' && tree.is(child, 'word') && tree.textOf(child).startsWith('-')).map((child) => tree.textOf(child)).sort();
    definition.modifiers = word === '' ? [] : [word, ...flags];
    return word === 'readonly' || flags.some((flag) => flag.includes('r')) ? 'constant' : 'variable';
  },

  visibility: ({ name, kind }) => (kind === 'function' && name.startsWith('_') ? 'private' : 'public'),
  // Whoever sources the script sees all; a reader of a shell script means the environment of variables.
  exportedAs: ({ name, kind, modifiers }) => ((kind === 'function' ? name.startsWith('_') : !modifiers.some((word) => word === 'export' || /^-\w*x/.test(word))) ? undefined : name),

  doc(definition, tree) {
    const found = hashCommentAbove(tree, definition.start, comments);
    return found === undefined ? undefined : parseShellDoc(found);
  },
  moduleDoc: (tree) => hashFileComment(tree, comments),
  isTrivialBody: () => false,
  params: bashParams,
  signature: (definition, tree) => (definition.kind === 'function' ? `${definition.name}()` : [...definition.modifiers, definition.name].join(' ') + (tree.is(definition.value, 'array') ? '=(…)' : '')),

  thrown(tree, thrown) {
    const status = tree.textOf(thrown);
    const command = tree.parentOf(thrown);
    return `${tree.textOf(tree.child(command, 'name'))} ${status.replace(/^"(.*)"$/s, '$1').replace(/\s+/g, ' ')}`;
  },
  calledName(tree, callee) {
    const name = tree.textOf(callee);
    return BUILTINS.has(name) || !/^[\w./@+:-]+$/.test(name) ? undefined : name;
  },

  conditionOf(tree, around, inside) {
    const test = (node: NodeIndex): string => tree.children(node).filter((child) => tree.field[child] === tree.grammar.fieldNamed('condition')).map((child) => tree.textOf(child)).join(' ').replace(/\s*;?\s*$/, '').replace(/\s+/g, ' ');
    if (tree.is(around, 'else_clause')) return `else of if ${test(tree.parentOf(around))}`;
    return tree.is(around, 'if_statement', 'elif_clause') && !tree.is(inside, 'elif_clause', 'else_clause') ? `if ${test(around)}` : undefined;
  },

  imports(tree, matches) {
    const found = new Map<NodeIndex, Import>();
    for (const match of matches) {
      const node = match.get('import');
      if (node !== NONE && !found.has(node)) found.set(node, { from: sourcedPath(tree, match.get('from')), names: [], typeOnly: false });
    }
    return [...found.values()];
  },
};

/** The variable where the environment sets it: never assigned here, or only where it has no value yet. */
function environmentName(tree: SyntaxTree, name: NodeIndex): string {
  const text = tree.textOf(name);
  if (!/^[A-Z][A-Z0-9_]*$/.test(text) || SHELL_VARIABLES.test(text)) return '';
  if (!assignedNames(tree).has(text)) return text;
  const expansion = tree.parentOf(name);
  const operator = tree.textOf(tree.child(expansion, 'operator'));
  if (!/^:?[-=?]$/.test(operator)) return '';
  let at = tree.parentOf(expansion);
  while (tree.is(at, 'string', 'concatenation')) at = tree.parentOf(at);
  return tree.is(at, 'variable_assignment') && tree.textOf(tree.child(at, 'name')) === text ? text : '';
}

const assigned = new WeakMap<SyntaxTree, ReadonlySet<string>>();

function assignedNames(tree: SyntaxTree): ReadonlySet<string> {
  const known = assigned.get(tree);
  if (known) return known;
  const names = new Set<string>();
  for (let node = 0; node < tree.count; node++) {
    if (tree.is(node, 'variable_assignment')) names.add(tree.textOf(tree.child(node, 'name')).replace(/\[.*$/s, ''));
    else if (tree.is(node, 'variable_name') && tree.is(tree.parentOf(node), 'for_statement')) names.add(tree.textOf(node));
    else if (tree.is(node, 'command') && /^(?:read|mapfile|readarray|getopts|printf)$/.test(tree.textOf(tree.child(node, 'name')))) for (const word of tree.namedChildren(node)) names.add(tree.textOf(word));
  }
  assigned.set(tree, names);
  return names;
}

/** A variable is told of where it is first set at the top level. */
function isSetBefore(tree: SyntaxTree, definition: Definition): boolean {
  if (tree.ancestorOfType(definition.node, 'function_definition') !== NONE) return true;
  for (let node = 0; node < definition.node; node++) {
    if (tree.is(node, 'function_definition')) node = tree.after[node]! - 1;
    else if (tree.is(node, 'variable_assignment') && tree.textOf(tree.child(node, 'name')) === definition.name) return true;
  }
  return false;
}

const OWN_FOLDER = /^(?:\$\(\s*dirname\s+(?:--\s+)?"?(?:\$0|\$\{0\}|\$\{?BASH_SOURCE(?:\[0\])?\}?)"?\s*\)|\$\{(?:0|BASH_SOURCE(?:\[0\])?)%\/\*\})/;

/** `"$(dirname "$0")/x.sh"` is `./x.sh`; so is `"$HERE/x.sh"` where `HERE` was set to the script's own folder. */
function sourcedPath(tree: SyntaxTree, node: NodeIndex): string {
  const written = lineOf(tree, node, HASH_COMMENTS).replace(/^'(.*)'$/, '$1').replace(/"/g, '');
  if (OWN_FOLDER.test(written)) return written.replace(OWN_FOLDER, '.');
  const [, variable] = /^\$\{?(\w+)\}?\//.exec(written) ?? [];
  if (variable !== undefined && isOwnFolder(tree, variable)) return written.replace(/^\$\{?\w+\}?/, '.');
  return written;
}

function isOwnFolder(tree: SyntaxTree, variable: string): boolean {
  for (let node = 0; node < tree.count; node++) {
    if (!tree.is(node, 'variable_assignment') || tree.textOf(tree.child(node, 'name')) !== variable) continue;
    const value = tree.textOf(tree.child(node, 'value'));
    return /^"?(?:\$\(\s*(?:cd\s.*)?\$\(\s*dirname|\$\(\s*cd\s.*dirname|\$\(\s*dirname|\$\{(?:0|BASH_SOURCE(?:\[0\])?)%\/\*\})/s.test(value) && /\$\{?(?:0|BASH_SOURCE)/.test(value) && !/\/\.\.|\/\w+"?\)?"?$/.test(value);
  }
  return false;
}

export const bash: Language = {
  id: 'bash',
  grammar: 'bash',
  extensions: ['.sh', '.bash'],
  query: bashQuery,
  modifiers: {},
  wrappers: ['declaration_command'],
  transparent: ['declaration_command', 'if_statement', 'elif_clause', 'else_clause', 'list', 'compound_statement', 'case_statement', 'case_item', 'while_statement', 'for_statement', 'do_group', 'redirected_statement', 'pipeline'],
  decorators: [],
  comments: HASH_COMMENTS,
  blocks: ['do_group', 'compound_statement', 'if_statement', 'else_clause', 'case_item'],
  merged: [],
  names: { identifiers: ['variable_name', 'command_name'], members: {}, self: [] },
  normal: bashNormal,
  hooks,
};
