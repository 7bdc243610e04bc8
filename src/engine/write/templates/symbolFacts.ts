import type { SymbolSection } from '../../chunk/sections';
import type { CodeSymbol, Param } from '../../outline/outline';
import { blocks, code, codes, fromDoc, quote, summaryOf, table } from '../markdown';
import type { Phrases } from './phrases';
import { CALLABLE, headingOf, innerTable } from './symbols';
import type { FileFacts } from './template';

/**
 * Everything that the tree says of one symbol.
 * @param level depth of the heading of a top-level symbol; its members stand one deeper
 */
export function symbolFacts(section: SymbolSection, file: FileFacts, phrases: Phrases, level = 2): string {
  return blocks(...Object.values(symbolParts(section, file, phrases, level)));
}

/** The same, part by part, in this order, for templates that arrange them otherwise. What there is not is `undefined` or empty. */
export function symbolParts(section: SymbolSection, file: FileFacts, phrases: Phrases, level = 2) {
  const { symbol, members, inner, depth } = section;
  const constructors = members.filter((member) => member.kind === 'constructor');
  return {
    heading: `${'#'.repeat(Math.min(depth + level, 6))} ${code(headingOf(symbol))}`,
    signature: [code(symbol.signature), accessOf(symbol, phrases)].filter(Boolean).join(' · '),
    overloads: symbol.overloads && blocks(`${phrases.label.overloads}:`, symbol.overloads.map((overload) => `- ${code(overload)}`).join('\n')),
    doc: symbol.doc && quote(fromDoc(symbol.doc)),
    parameters: parameterTable(symbol.params, phrases),
    members: membersTable(symbol, members, phrases),
    constructors: blocks(...constructors.map((constructor) => constructorFacts(constructor, symbol, file.outline.language, phrases))),
    inner: innerTable(inner, phrases),
    effects: effectsOf(symbol, phrases),
  };
}

function accessOf(symbol: CodeSymbol, phrases: Phrases): string {
  const words = symbol.parent === undefined ? (symbol.exported ? [phrases.visibility.exported] : [phrases.column.internal]) : [phrases.visibility[symbol.visibility]];
  const decorators = symbol.decorators.map(decoratorText);
  const kind = symbol.kind === 'getter' || symbol.kind === 'setter' ? [phrases.kind[symbol.kind]] : [];
  return [...kind, ...words, ...decorators].join(' · ');
}

/** With the sign that the outline leaves out, where the language has one: `@override`, but `#[must_use]`. */
function decoratorText(decorator: string): string {
  return code(/^\w/.test(decorator) ? `@${decorator}` : decorator);
}

function parameterTable(params: readonly Param[], phrases: Phrases): string | undefined {
  return table([phrases.column.parameter, phrases.column.type, phrases.column.default, ''], params.map((param) => parameterRow(param, phrases)));
}

function parameterRow(param: Param, phrases: Phrases): string[] {
  const notes = [param.optional && param.default === undefined && !param.rest ? phrases.optional : '', param.doc ? summaryLine(param.doc) : ''];
  return [code(`${param.rest ?? ''}${param.name}`), param.type ? code(param.type) : '–', param.default === undefined ? '–' : code(param.default), notes.filter(Boolean).join('; ')];
}

function membersTable(symbol: CodeSymbol, members: readonly CodeSymbol[], phrases: Phrases): string {
  const listed = members.filter((member) => member.kind !== 'constructor');
  const constants = symbol.kind === 'enum' ? listed.filter((member) => member.kind === 'enumMember') : [];
  const others = listed.filter((member) => !constants.includes(member));
  return blocks(
    table([phrases.column.member, phrases.column.value, ''], constants.map((member) => [code(member.name), member.value ? code(member.value) : '–', [...member.decorators.map(decoratorText), summaryOf(member.doc)].filter(Boolean).join('; ')])),
    table([phrases.column.member, phrases.column.type, phrases.column.access, ''], others.map((member) => memberRow(member, symbol, phrases))),
  );
}

function memberRow(member: CodeSymbol, holder: CodeSymbol, phrases: Phrases): string[] {
  const callable = CALLABLE.has(member.kind);
  const name = callable ? `${member.name}(${member.params.map((param) => `${param.rest ?? ''}${param.name}`).join(', ')})` : member.name;
  const type = callable ? member.signature : (member.type ?? member.result ?? (member.params[0]?.type || ''));
  const accessor = member.kind === 'getter' || member.kind === 'setter' ? [phrases.kind[member.kind]] : [];
  // Everything in an interface is public: to say so in each row would say nothing.
  const visibility = holder.kind === 'interface' ? [] : [phrases.visibility[member.visibility]];
  const access = [...new Set([...visibility, ...member.modifiers.filter((modifier) => modifier !== 'async'), ...accessor])].join(', ');
  const decorators = member.kind === 'property' ? member.decorators.map(decoratorText) : [];
  const notes = [...decorators, member.value === undefined ? '' : phrases.initial(code(member.value)), summaryOf(member.doc), throwsOf(member, phrases)];
  return [code(name), type ? code(type) : '–', access, notes.filter(Boolean).join('; ')];
}

function constructorFacts(constructor: CodeSymbol, holder: CodeSymbol, language: string, phrases: Phrases): string {
  const access = constructor.visibility === 'public' ? '' : phrases.visibility[constructor.visibility];
  const line = [`**${phrases.label.constructor}** ${code(newExpression(constructor, holder, language))}`, access, throwsOf(constructor, phrases)].filter(Boolean).join(' · ');
  const documented = constructor.params.some((param) => param.doc);
  return blocks(line, constructor.doc && quote(fromDoc(constructor.doc)), documented && parameterTable(constructor.params, phrases));
}

/** `int... sizes`, `?Clock $clock = null`: the type stands before the name. */
const TYPE_FIRST: ReadonlySet<string> = new Set(['java', 'csharp', 'php']);

function typeFirst({ rest = '', type, name, default: value }: Param): string {
  // A word (`params`, `out`) stands before the type, a sign at the name.
  const isWord = /\w /.test(rest);
  return [isWord && rest.trim(), type, `${isWord ? '' : rest}${name}${value === undefined ? '' : ` = ${value}`}`].filter(Boolean).join(' ');
}

/** How a constructor is called: `new Throttle(perSecond: number, clock: Clock = Date)`. */
function newExpression({ params, modifiers, signature }: CodeSymbol, { name }: CodeSymbol, language: string): string {
  if (language === 'cpp') return signature;
  if (language === 'powershell') return `[${name}]::new${signature.slice(signature.indexOf('('))}`;
  if (language === 'ruby') return `${name}.new${signature.replace(/^def \w+/, '')}`;
  if (TYPE_FIRST.has(language)) return modifiers.includes('static') ? signature : `new ${name}(${params.map(typeFirst).join(', ')})`;
  const python = language === 'python';
  const written = params.map(({ rest, name: param, optional, type, default: value }) => {
    const mark = optional && value === undefined && !rest && !python ? '?' : '';
    const initial = value === undefined ? '' : python && type === undefined ? `=${value}` : ` = ${value}`;
    return `${rest ?? ''}${param}${mark}${type === undefined ? '' : `: ${type}`}${initial}`;
  });
  return `${python ? '' : 'new '}${name}(${written.join(', ')})`;
}

function throwsOf(symbol: CodeSymbol, phrases: Phrases): string {
  const thrown = thrownBy(symbol);
  return thrown.length === 0 ? '' : `${phrases.label.throws.toLowerCase()} ${thrown.join(', ')}`;
}

/** Returns … Throws … Calls … Environment …: only what there is. */
function effectsOf(symbol: CodeSymbol, phrases: Phrases): string {
  const { label, statement, listing } = phrases;
  const { env } = symbol.effects;
  const throws = thrownBy(symbol);
  // A decorator stands beside the signature already.
  const calls = symbol.effects.calls.filter((name) => !symbol.decorators.some((decorator) => decorator === name || decorator.startsWith(`${name}(`)));
  // Most languages say it in the declaration itself.
  const implemented = symbol.heritage.filter(({ relation, name }) => relation === 'implements' && !symbol.signature.includes(name));
  return [
    implemented.length > 0 && statement(label.implements, codes(implemented.map(({ name }) => name))),
    CALLABLE.has(symbol.kind) && resultOf(symbol, phrases),
    throws.length > 0 && statement(label.throws, throws.join(', ')),
    calls.length > 0 && statement(label.calls, codes(calls)),
    env.length > 0 && listing(label.environment, codes(env)),
  ]
    .filter(Boolean)
    .join(phrases.gap);
}

/** What the code throws and what the doc comment says that it throws, with the comment's words. */
function thrownBy({ effects, throwsDoc = [] }: CodeSymbol): string[] {
  const told = new Map(throwsDoc.map(({ name, doc }) => [name, doc]));
  return [...new Set([...effects.throws, ...told.keys()])].map((name) => (told.get(name) ? `${code(name)} (${summaryLine(told.get(name)!)})` : code(name)));
}

function resultOf({ result, resultDoc }: CodeSymbol, { label, statement, listing }: Phrases): string | undefined {
  if (result) return statement(label.returns, `${code(result)}${resultDoc ? ` (${summaryLine(resultDoc)})` : ''}`);
  return resultDoc && listing(label.returns, summaryLine(resultDoc));
}

/** A doc in a sentence's or cell's place: one line, without the full stop that the sentence brings itself. */
function summaryLine(doc: string): string {
  return fromDoc(doc.replace(/\s+/g, ' ').trim()).replace(/[.。]$/, '');
}
