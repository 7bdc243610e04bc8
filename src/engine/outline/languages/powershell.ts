import type { DocParts } from '../docs';
import type { Import, SymbolKind } from '../outline';
import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';
import { HASH_COMMENTS, hashCommentAbove, hashFileComment, wordsOf, type HashComments } from './hashComments';
import type { Definition, Hooks, Language } from './language';
import { parseHelp } from './powershellHelp';
import { powershellNormal } from './powershellNormal';
import { paramNodes, powershellParams } from './powershellParams';
import { powershellQuery } from './powershellQuery';
import { repairPowerShell, usingModules } from './powershellRepair';
import { commentsOf, lineOf } from './sourceText';

const comments: HashComments = {
  directive: /^(?:!|Requires\b|using\b|\s*(?:region|endregion)\b|\s*PSScriptInfo)|^using\b/i,
  isDocumented: (tree, statement) => tree.is(statement, 'function_statement', 'class_statement', 'enum_statement'),
};

/** Words of the language, or of the console. */
const PLAIN_COMMANDS = /^(?:using|export-modulemember|import-module|write-(?:host|output|verbose|debug|error|warning|information|progress)|set-strictmode|set-variable|new-variable|out-null|where-object|foreach-object|select-object|sort-object|[%?])$/i;

const hooks: Hooks = {
  repair: repairPowerShell,

  nameOf(tree, name) {
    const text = tree.textOf(name).trim();
    if (tree.is(name, 'function_name')) return text.replace(/^(?:script|global|private|local):/i, '');
    if (tree.is(name, 'left_assignment_expression')) return text.replace(/^(?:\[[^\]]*\]+\s*)*/, '');
    if (tree.is(name, 'invokation_expression')) return /\(\s*['"]([^'"]+)/.exec(text)?.[1] ?? '';
    if (/^\$\{?env:/i.test(text)) return tree.ancestorOfType(name, 'left_assignment_expression') === NONE ? text.replace(/^\$\{?env:|\}$/gi, '') : '';
    return tree.is(name, 'variable') ? text.replace(/^\$/, '') : text;
  },

  nameless(tree, declaration) {
    // The script's own parameters: it is called like a function.
    if (tree.is(declaration, 'param_block')) return 'param';
    return tree.is(declaration, 'command') ? /-Name\s+['"]?(\w+)/i.exec(tree.textOf(declaration))?.[1]?.replace(/^/, '$') : undefined;
  },

  kindOf(definition, tree) {
    const kind = kindOf(definition, tree);
    definition.modifiers = tree.children(definition.node).filter((child) => tree.is(child, 'class_attribute')).map((child) => tree.textOf(child).toLowerCase());
    return kind;
  },

  visibility: ({ modifiers }) => (modifiers.includes('hidden') ? 'private' : 'public'),
  exportedAs: ({ name, kind, modifiers, node }, tree) => (modifiers.includes('hidden') || (FILE_LEVEL.has(kind) && tree.ancestorOfType(node, 'class_statement') === NONE && !isOffered(tree, kind, name)) ? undefined : name),

  doc(definition, tree) {
    const found = helpInside(definition, tree) ?? (definition.name === 'param' ? hashFileComment(tree, comments) : hashCommentAbove(tree, definition.start, comments));
    const help = found === undefined ? undefined : parseHelp(found);
    const result = outputType(definition, tree);
    if (definition.name === 'param' && help) return { text: '', params: help.params, ...(help.result && { result: help.result }) };
    return result === undefined ? help : { text: '', params: new Map(), ...help, resultType: result } satisfies DocParts;
  },
  moduleDoc(tree) {
    const found = hashFileComment(tree, comments);
    return found === undefined ? undefined : parseHelp(found).text;
  },
  fileConditions: (tree) => tree.text.match(/^#Requires\b.*$/gim)?.map((line) => line.trim()) ?? [],
  implied: (definition, tree) => impliedValue(definition, tree),
  isTrivialBody: ({ body }, tree) => body === NONE || tree.namedChildren(body).length === 0,
  params: powershellParams,
  signature: signatureOf,

  thrown(tree, thrown) {
    const text = tree.textOf(thrown).replace(/^\(\s*/, '');
    if (tree.is(thrown, 'command')) return 'Write-Error';
    if (tree.is(thrown, 'invokation_expression')) return 'ThrowTerminatingError';
    if (/^exit$/i.test(tree.textOf(tree.firstChild(tree.parentOf(thrown))))) return text === '0' ? '' : `exit ${text.replace(/\s+/g, ' ')}`;
    const made = /^\[([\w.]+)\](?:::new\b|\s*['"@{])/i.exec(text)?.[1] ?? /^New-Object\s+(?:-TypeName\s+)?['"]?([\w.]+)/i.exec(text)?.[1];
    return made ?? (/^["'@]/.test(text) ? 'RuntimeException' : undefined);
  },
  calledName(tree, callee) {
    const text = tree.textOf(callee);
    if (tree.is(callee, 'command_name')) return PLAIN_COMMANDS.test(text) || !/^[\w.:\\/-]+$/.test(text) || /^\d/.test(text) ? undefined : text;
    const [, object = '', name = ''] = /^(\$[\w:]+(?:\.\w+)*|\[[\w.]+\])(?:\.|::)(\w+)\(/.exec(text) ?? [];
    return name === '' ? undefined : /^\$this$/i.test(object) ? name : `${object}${object.startsWith('[') ? '::' : '.'}${name}`;
  },

  imports(tree, matches) {
    const commands = matches.flatMap((match): Import[] => {
      const node = match.get('import');
      const from = node === NONE ? undefined : sourcedPath(tree.textOf(node));
      return from === undefined ? [] : [{ from, names: [], typeOnly: false }];
    });
    return [...usingModules(tree.text).map((module): Import => ({ from: plainPath(module), names: [], typeOnly: false })), ...commands];
  },
};

function kindOf(definition: Definition, tree: SyntaxTree): SymbolKind | undefined {
  const { kind, node, name } = definition;
  if (kind === 'method') return tree.textOf(tree.childOfType(tree.parentOf(node), 'simple_name')).trim().toLowerCase() === name.toLowerCase() ? 'constructor' : 'method';
  if (kind === 'constant') return isTopLevel(tree, node) ? kind : undefined;
  if (kind !== 'variable') return kind;
  const isWorthTelling = /^\$(?:(?:script|global):\w+|[A-Z]\w*)$/i.test(name) && (/^\$(?:script|global):/i.test(name) || /^\$[A-Z]/.test(name)) && !/Preference$/.test(name);
  return isWorthTelling && isTopLevel(tree, node) && !isSetBefore(tree, definition) && tree.textOf(tree.childOfType(node, 'assignement_operator')).trim() === '=' ? kind : undefined;
}

function isTopLevel(tree: SyntaxTree, node: NodeIndex): boolean {
  return tree.ancestorOfType(node, 'function_statement', 'class_statement', 'script_block_expression', 'statement_block', 'sub_expression', 'argument_list') === NONE;
}

function isSetBefore(tree: SyntaxTree, { node, nameNode }: Definition): boolean {
  const written = tree.textOf(nameNode).toLowerCase();
  for (let at = 0; at < node; at++) if (tree.is(at, 'left_assignment_expression') && isTopLevel(tree, at) && tree.textOf(at).toLowerCase() === written) return true;
  return false;
}

/** Help may stand at the beginning or the end of the body. */
function helpInside({ node, kind }: Definition, tree: SyntaxTree): string | undefined {
  if (kind !== 'function' || !tree.is(node, 'function_statement')) return undefined;
  const inside = commentsOf(tree, HASH_COMMENTS).between(tree.start[node]!, tree.end[node]!);
  const help = inside.find((comment) => /^<#[\s\S]*^\s*\.(?:SYNOPSIS|DESCRIPTION)\b/im.test(tree.textOf(comment.node)));
  return help && wordsOf(tree, [help], comments);
}

function outputType({ decorators }: Definition, tree: SyntaxTree): string | undefined {
  for (const decorator of decorators) {
    const found = /^\[OutputType\(\s*(.*?)\s*\)\]$/is.exec(tree.textOf(decorator));
    if (found) return found[1]!;
  }
  return undefined;
}

/** What follows the sign of equality in a property or enum member. */
function impliedValue({ kind, node }: Definition, tree: SyntaxTree): { value?: string } | undefined {
  if (tree.is(node, 'command')) {
    const value = /-Value\s+(?:'([^']*)'|"([^"]*)"|(\S+))/i.exec(tree.textOf(node));
    return value ? { value: value[1] ?? value[2] ?? value[3]! } : undefined;
  }
  if (kind !== 'property' && kind !== 'enumMember') return undefined;
  const sign = tree.children(node).find((child) => tree.textOf(child) === '=');
  const value = sign === undefined ? NONE : tree.nextSibling(sign);
  return value === NONE ? undefined : { value: lineOf(tree, value, HASH_COMMENTS) };
}

/** Parameters stand where a reader looks for them, wherever the source has them. */
function signatureOf(definition: Definition, tree: SyntaxTree): string | undefined {
  const { node, params, kind, name } = definition;
  const list = (): string => paramNodes(tree, tree.is(node, 'param_block') ? node : params).map((param) => parameterText(tree, param)).join(', ');
  if (tree.is(node, 'param_block')) return `param(${list()})`;
  if (tree.is(node, 'function_statement')) return `${tree.textOf(tree.firstChild(node)).toLowerCase()} ${name}(${list()})`;
  if (tree.is(node, 'class_method_definition')) return [...definition.modifiers, lineOf(tree, definition.result, HASH_COMMENTS), `${name}(${list()})`].filter(Boolean).join(' ');
  if (tree.is(node, 'class_statement', 'enum_statement')) return tree.text.slice(tree.start[node], tree.text.indexOf('{', tree.start[node])).trim().replace(/\s+/g, ' ');
  if (kind === 'property') return [...definition.modifiers, lineOf(tree, definition.type, HASH_COMMENTS), `$${name}`].filter(Boolean).join(' ');
  return kind === 'variable' || kind === 'constant' ? name : undefined;
}

/** Type, name and default; attributes stand beside it in the table. */
function parameterText(tree: SyntaxTree, param: NodeIndex): string {
  const attributes = tree.namedChildren(tree.childOfType(param, 'attribute_list')).map((attribute) => tree.childOfType(attribute, 'type_literal'));
  const types = [...attributes, tree.childOfType(param, 'type_literal')].filter((type) => type !== NONE).map((type) => lineOf(tree, type, HASH_COMMENTS));
  const fallback = tree.childOfType(param, 'script_parameter_default');
  return [types.join(''), lineOf(tree, tree.childOfType(param, 'variable'), HASH_COMMENTS), lineOf(tree, fallback, HASH_COMMENTS)].filter(Boolean).join(' ');
}

/** `. "$PSScriptRoot/x.ps1"`, `Import-Module .\x.psm1 -Force`, `. (Join-Path $PSScriptRoot 'x.ps1')`. */
function sourcedPath(command: string): string | undefined {
  const argument = command.replace(/^(?:\.|import-module)\s*/i, '').replace(/^(?:-Name\s+)/i, '');
  const joined = /^\(\s*Join-Path\s+(?:-Path\s+)?["']?\$PSScriptRoot["']?\s+(?:-ChildPath\s+)?["']?([^"')]+)["']?\s*\)/i.exec(argument);
  if (joined) return plainPath(`./${joined[1]!.trim()}`);
  const written = /^(?:"([^"]*)"|'([^']*)'|(\S+))/.exec(argument);
  return written ? plainPath(written[1] ?? written[2] ?? written[3]!) : undefined;
}

function plainPath(path: string): string {
  return path.replace(/\\/g, '/').replace(/^\$\{?PSScriptRoot\}?\//i, './').replace(/^['"]|['"]$/g, '');
}

const FILE_LEVEL: ReadonlySet<SymbolKind> = new Set(['function', 'constant', 'variable']);

/** Functions are seen unless the module says itself what it exports; variables only where it says so. */
function isOffered(tree: SyntaxTree, kind: SymbolKind, name: string): boolean {
  const listed = listedExports(tree);
  if (listed === undefined) return kind === 'function';
  const plain = name.toLowerCase().replace(/^\$(?:script:|global:)?/, '');
  return listed.some((pattern) => pattern.test(plain));
}

const exportLists = new WeakMap<SyntaxTree, readonly RegExp[]>();

/** Names and patterns behind `Export-ModuleMember`; `undefined` where there is none. */
function listedExports(tree: SyntaxTree): readonly RegExp[] | undefined {
  let known = exportLists.get(tree);
  if (!known) {
    const lists = [...tree.text.matchAll(/^[ \t]*Export-ModuleMember\b((?:[^\n`]|`\r?\n)*)/gim)].map((found) => found[1]!);
    const words = lists.flatMap((list) => list.match(/(?<![\w-])[\w*?]+(?:-[\w*?]+)*/g) ?? ['']);
    known = words.map((word) => new RegExp(`^${word.toLowerCase().replace(/\*/g, '.*').replace(/\?/g, '.')}$`));
    exportLists.set(tree, known);
  }
  return known.length === 0 ? undefined : known;
}

export const powershell: Language = {
  id: 'powershell',
  grammar: 'powershell',
  extensions: ['.ps1', '.psm1'],
  query: powershellQuery,
  modifiers: {},
  modifierLists: ['script_block', 'param_block', 'attribute_list'],
  wrappers: ['pipeline', 'pipeline_chain'],
  transparent: [
    'pipeline', 'pipeline_chain', 'statement_list', 'script_block', 'script_block_body', 'class_statement', 'enum_statement', 'if_statement', 'elseif_clauses', 'elseif_clause', 'else_clause', 'statement_block',
    'try_statement', 'catch_clauses', 'catch_clause', 'finally_clause', 'switch_statement', 'switch_body', 'switch_clauses', 'switch_clause', 'foreach_statement', 'for_statement', 'while_statement',
  ],
  decorators: ['attribute'],
  comments: HASH_COMMENTS,
  blocks: ['script_block', 'statement_block'],
  merged: [],
  names: { identifiers: ['command_name', 'type_identifier', 'variable'], members: {}, self: ['$this'] },
  normal: powershellNormal,
  hooks,
};
