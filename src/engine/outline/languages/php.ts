import { jsDocText, type DocParts } from '../docs';
import type { Import, SymbolKind, Visibility } from '../outline';
import { parsePhpDoc } from '../phpDoc';
import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';
import { declarationHead, docBlockAbove, fieldHead } from './declarationHead';
import type { Definition, ExtraField, Hooks, Language } from './language';
import { lineOf } from './sourceText';
import { phpNormal, phpString } from './phpNormal';
import { phpQuery } from './phpQuery';

const COMMENTS = ['comment'];
const WORDS = { comments: COMMENTS, decorators: ['attribute_group'], modifierLists: ['attribute_list'] };
const TYPES = ['class_declaration', 'interface_declaration', 'trait_declaration', 'enum_declaration', 'anonymous_class'];
const LICENCE = /copyright|licen[cs]e/i;

const hooks: Hooks = {
  nameOf: (tree, name) => (tree.is(name, 'string', 'encapsed_string') ? phpString(tree.textOf(name)) : tree.textOf(name)),

  nameless: () => 'class@anonymous',

  kindOf(definition, tree): SymbolKind | undefined {
    const { kind, node, name } = definition;
    if (kind === 'method' && name.toLowerCase() === '__construct') return 'constructor';
    return kind === 'constant' && isInClass(tree, node) ? 'property' : kind;
  },

  visibility(definition): Visibility {
    for (const word of ['private', 'protected'] as const) if (definition.modifiers.includes(word)) return word;
    return definition.name.startsWith('$') && !definition.parent ? 'private' : 'public';
  },

  /** What stands in a namespace can be named from everywhere; variables cannot. */
  exportedAs(definition, tree) {
    return definition.name.startsWith('$') || tree.ancestorOfType(definition.node, 'function_definition', 'method_declaration', 'anonymous_function', 'arrow_function', ...TYPES) !== NONE ? undefined : definition.name;
  },

  modifiers: (definition, tree) => (tree.is(definition.node, 'const_element') && isInClass(tree, definition.node) ? ['const'] : []),

  doc(definition, tree) {
    const comment = docBlockAbove(tree, definition.start);
    return comment === undefined || comment === fileComment(tree) ? undefined : withRicherTypes(parsePhpDoc(comment), definition, tree);
  },

  moduleDoc(tree) {
    const comment = fileComment(tree);
    return comment === undefined ? undefined : parsePhpDoc(comment).text;
  },

  moduleName(tree) {
    const names: string[] = [];
    for (let node = 0; node < tree.count; node++) if (tree.is(node, 'namespace_definition')) names.push(tree.textOf(tree.child(node, 'name')));
    return [...new Set(names)].filter(Boolean).join(', ') || undefined;
  },

  /** `__construct(private Clock $clock)` declares the property `$clock`. */
  extraFields(definition, tree) {
    if (definition.kind !== 'constructor') return [];
    return tree.namedChildren(definition.params).flatMap((param): ExtraField[] => {
      if (!tree.is(param, 'property_promotion_parameter')) return [];
      const words = tree.namedChildren(param).filter((child) => /modifier$/.test(tree.typeName(child))).map((child) => tree.textOf(child).toLowerCase());
      const visibility = words.includes('private') ? 'private' : words.includes('protected') ? 'protected' : 'public';
      const name = tree.textOf(tree.child(param, 'name'));
      return [{ name, signature: [...words, lineOf(tree, tree.child(param, 'type'), COMMENTS), name].filter(Boolean).join(' '), node: param, type: tree.child(param, 'type'), value: tree.child(param, 'default_value'), visibility, modifiers: words }];
    });
  },

  isTrivialBody(definition, tree) {
    const statements = statementsOf(tree, definition.body);
    if (definition.kind !== 'constructor' || statements.length > 1) return false;
    const call = tree.firstChild(statements[0] ?? NONE);
    if (statements.length === 0) return true;
    if (!tree.is(call, 'scoped_call_expression') || !/^parent\s*::\s*__construct$/i.test(tree.text.slice(tree.start[call], tree.end[tree.child(call, 'name')]))) return false;
    return tree.namedChildren(tree.child(call, 'arguments')).every((argument) => tree.is(tree.namedChildren(argument).at(-1) ?? NONE, 'variable_name', 'string', 'integer', 'boolean', 'null'));
  },

  isAccessor(definition, tree) {
    const [only, ...more] = statementsOf(tree, definition.body);
    if (only === undefined || more.length > 0 || definition.decorators.length > 0) return false;
    const params = tree.namedChildren(definition.params).filter((child) => !tree.is(child, ...COMMENTS)).length;
    if (tree.is(only, 'return_statement')) return params === 0 && isField(tree, tree.namedChildren(only)[0] ?? NONE);
    const assignment = tree.firstChild(only);
    return params === 1 && tree.is(assignment, 'assignment_expression') && isField(tree, tree.child(assignment, 'left')) && tree.is(tree.child(assignment, 'right'), 'variable_name');
  },

  signature(definition, tree) {
    const { node, code } = definition;
    if (tree.is(node, 'property_element')) return fieldHead(definition, tree, WORDS);
    if (tree.is(node, 'const_element')) return fieldHead(definition, tree, WORDS, 'const');
    if (tree.is(node, 'function_call_expression')) return `define('${definition.name}', …)`;
    if (code !== node) return `${definition.name} = ${declarationHead({ ...definition, node: code }, tree, WORDS)}${tree.is(code, 'arrow_function') ? ' => …' : ' { … }'}`;
    const head = declarationHead(definition, tree, WORDS);
    const traits = tree.is(node, ...TYPES) ? tree.namedChildren(definition.body).filter((child) => tree.is(child, 'use_declaration')).flatMap((use) => tree.namedChildren(use).filter((child) => tree.is(child, 'name', 'qualified_name')).map((child) => tree.textOf(child))) : [];
    return traits.length === 0 ? head : `${head} { use ${traits.join(', ')}; … }`;
  },

  thrown: (tree, thrown) => tree.textOf(thrown).replace(/^.*\\/s, ''),

  calledName(tree, callee) {
    const name = tree.child(callee, 'name');
    const end = tree.is(callee, 'name', 'qualified_name') || name === NONE ? tree.end[callee]! : tree.end[name]!;
    const text = tree.text.slice(tree.start[callee], end).replace(/\s+/g, '').replace(/\?->/g, '->');
    return /^[\w$\\\u0080-\uffff]+(?:(?:->|::)[\w$\u0080-\uffff]+)*$/.test(text) && !/^(?:define|defined|isset|empty)$/.test(text) ? text.replace(/^\$this->/, '').replace(/^\\/, '') : undefined;
  },

  conditionOf(tree, around, inside) {
    if (tree.is(around, 'else_clause') && tree.is(tree.parentOf(around), 'if_statement')) return `else of if ${lineOf(tree, tree.child(tree.parentOf(around), 'condition'), COMMENTS)}`;
    return tree.is(around, 'if_statement', 'else_if_clause') && tree.child(around, 'body') === inside ? `if ${lineOf(tree, tree.child(around, 'condition'), COMMENTS)}` : undefined;
  },

  imports(tree, matches): readonly Import[] {
    return matches.flatMap((match): Import[] => {
      const node = match.get('import');
      if (node === NONE) return [];
      return tree.is(node, 'namespace_use_declaration') ? used(tree, node) : required(tree, node);
    });
  },
};

/** `array<int, Message>` beside the `array` that the code can say. */
function withRicherTypes(doc: DocParts, definition: Definition, tree: SyntaxTree): DocParts {
  const rich = (type: string | undefined, declared: NodeIndex, text: string): string => (type !== undefined && declared !== NONE && /[<{[(]/.test(type) ? [`\`${type}\``, text].filter(Boolean).join(': ') : text);
  const declared = new Map(tree.namedChildren(definition.params).map((param) => [tree.textOf(tree.child(param, 'name')), tree.child(param, 'type')]));
  const params = new Map([...doc.params].map(([name, param]) => [name, { ...param, text: rich(param.type, declared.get(name) ?? NONE, param.text) }]));
  const result = rich(doc.resultType, definition.result, doc.result ?? '');
  return { ...doc, params, text: rich(doc.type, definition.type, doc.text), ...(result && { result }) };
}

function isInClass(tree: SyntaxTree, node: NodeIndex): boolean {
  return tree.ancestorOfType(node, ...TYPES) !== NONE;
}

/** The first comment, where it stands above what is about the whole file. */
function fileComment(tree: SyntaxTree): string | undefined {
  const children = tree.namedChildren(0).filter((child) => !tree.is(child, 'php_tag', 'text', 'declare_statement'));
  const [first, next] = children;
  if (first === undefined || !tree.is(first, 'comment') || !tree.textOf(first).startsWith('/**')) return undefined;
  const said = jsDocText(tree.textOf(first));
  const apart = next === undefined || tree.is(next, 'namespace_definition', 'namespace_use_declaration', 'comment');
  return apart && !LICENCE.test(said) ? tree.textOf(first) : undefined;
}

/** `use A\{B, C as D, function e};` */
function used(tree: SyntaxTree, declaration: NodeIndex): Import[] {
  const group = tree.child(declaration, 'body');
  const prefix = group === NONE ? '' : `${tree.textOf(tree.childOfType(declaration, 'namespace_name'))}\\`;
  return tree.namedChildren(group === NONE ? declaration : group).flatMap((clause): Import[] => {
    if (!tree.is(clause, 'namespace_use_clause', 'namespace_use_group_clause')) return [];
    const alias = tree.child(clause, 'alias');
    const path = tree.namedChildren(clause).find((child) => child !== alias && !tree.is(child, ...COMMENTS)) ?? NONE;
    const from = (prefix + tree.textOf(path)).replace(/\s+/g, '').replace(/^\\/, '');
    const name = from.slice(from.lastIndexOf('\\') + 1);
    return [{ from, names: [{ name, local: alias === NONE ? name : tree.textOf(alias) }], typeOnly: false }];
  });
}

/** `require __DIR__ . '/a.php'`: only where the path is written out. */
function required(tree: SyntaxTree, expression: NodeIndex): Import[] {
  const text = tree.textOf(expression).replace(/^\w+\s*/, '').replace(/^\(([\s\S]*)\)$/, '$1').trim();
  const literal = /^(__DIR__\s*\.\s*|dirname\(\s*__FILE__\s*\)\s*\.\s*|dirname\(\s*__DIR__\s*\)\s*\.\s*)?('[^']*'|"[^"$]*")$/.exec(text);
  if (!literal) return [];
  const path = phpString(literal[2]!).replace(/^\//, '');
  const base = literal[1] === undefined ? '' : /dirname\(\s*__DIR__/.test(literal[1]) ? '../' : './';
  return [{ from: base + path, names: [], typeOnly: false }];
}

function statementsOf(tree: SyntaxTree, body: NodeIndex): NodeIndex[] {
  return tree.namedChildren(body).filter((child) => !tree.is(child, ...COMMENTS));
}

function isField(tree: SyntaxTree, node: NodeIndex): boolean {
  return tree.is(node, 'member_access_expression') && tree.textOf(tree.child(node, 'object')) === '$this' && tree.is(tree.child(node, 'name'), 'name');
}

export const php: Language = {
  id: 'php',
  grammar: 'php',
  extensions: ['.php', '.phtml', '.inc'],
  query: phpQuery,
  modifiers: Object.fromEntries(['public', 'protected', 'private', 'static', 'abstract', 'final', 'readonly'].map((word) => [word, word])),
  wrappers: ['expression_statement', 'property_declaration', 'const_declaration'],
  transparent: ['expression_statement', 'property_declaration', 'const_declaration', 'declaration_list', 'enum_declaration_list', 'if_statement', 'else_clause', 'else_if_clause', 'compound_statement', 'colon_block', 'namespace_definition'],
  modifierLists: WORDS.modifierLists,
  decorators: WORDS.decorators,
  comments: COMMENTS,
  blocks: ['compound_statement', 'declaration_list'],
  merged: [],
  names: {
    identifiers: ['name'],
    members: Object.fromEntries([
      ...['member_call_expression', 'nullsafe_member_call_expression', 'member_access_expression', 'nullsafe_member_access_expression'].map((type) => [type, { object: 'object', name: 'name' }]),
      ...['scoped_call_expression', 'scoped_property_access_expression'].map((type) => [type, { object: 'scope', name: 'name' }]),
    ]) as Language['names']['members'],
    self: ['$this', 'self', 'static'],
  },
  normal: phpNormal,
  hooks,
};
