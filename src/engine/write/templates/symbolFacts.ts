import type { SymbolSection } from '../../chunk/sections';
import type { CodeSymbol, Param } from '../../outline/outline';
import { blocks, code, fromDoc, quote, summaryOf, table } from '../markdown';
import { dataclassCall, newExpression } from './constructors';
import { effectsLine, failuresInline, notes, summaryLine } from './effects';
import type { Phrases } from './phrases';
import { CALLABLE, headingOf, holderOf, innerTable } from './symbols';
import type { FileFacts } from './template';
import { accessOf, kindOf } from './terms';

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
  const { language } = file.outline;
  const holder = holderOf(symbol, file.outline);
  // An interface's are signatures among others.
  const constructors = LISTED.has(symbol.kind) ? [] : members.filter((member) => member.kind === 'constructor');
  const listed = members.filter((member) => !constructors.includes(member));
  const implied = language === 'python' && constructors.length === 0 ? dataclassCall(symbol, members) : undefined;
  return {
    heading: `${'#'.repeat(Math.min(depth + level, 6))} ${code(headingOf(symbol, language))}`,
    signature: [code(symbol.signature), ...wordsBeside(symbol, holder, language, phrases)].filter(Boolean).join(' · '),
    overloads: symbol.overloads && blocks(`${phrases.label.overloads}:`, symbol.overloads.map((overload) => `- ${code(overload)}`).join('\n')),
    doc: symbol.doc && quote(fromDoc(symbol.doc)),
    parameters: parameterTable(symbol, language, phrases),
    members: membersTable(symbol, listed, language, phrases),
    constructors: blocks(implied && `**${phrases.label.constructor}** ${code(implied)}`, ...constructors.map((constructor) => constructorFacts(constructor, symbol, language, phrases))),
    inner: innerTable(inner, language, phrases, symbol),
    effects: effectsLine(symbol, language, phrases),
  };
}

const ACCESSORS: ReadonlySet<string> = new Set(['getter', 'setter']);
/** Told in the language's own words, beside the modifiers. */
const VISIBILITIES: ReadonlySet<string> = new Set(['public', 'protected', 'internal', 'private', 'file']);
/** What has no values of its own, but says what others have. */
const LISTED: ReadonlySet<string> = new Set(['interface', 'type']);

function wordsBeside(symbol: CodeSymbol, holder: CodeSymbol | undefined, language: string, phrases: Phrases): string[] {
  return [
    ...(ACCESSORS.has(symbol.kind) ? [kindOf(symbol, language, phrases)] : []),
    accessOf(symbol, holder, language, phrases),
    ...symbol.decorators.map(decoratorText),
    ...(symbol.conditions ?? []).map(code),
  ];
}

/** With the sign that the outline leaves out, where the language has one: `@override`, but `#[must_use]`. */
function decoratorText(decorator: string): string {
  return code(/^\w/.test(decorator) ? `@${decorator}` : decorator);
}

function parameterTable({ params, kind }: CodeSymbol, language: string, phrases: Phrases): string | undefined {
  const { column } = phrases;
  // Where an argument of a script stands is all the type that it has; a command's parameters are named with a dash.
  const header = [column.parameter, language === 'bash' ? column.position : column.type, column.default, ''];
  const dash = language === 'powershell' && kind === 'function' ? '-' : '';
  return table(header, params.map((param) => parameterRow(param, dash, phrases)));
}

function parameterRow(param: Param, dash: string, phrases: Phrases): string[] {
  const { rest, name, type, default: value, optional, passing, doc } = param;
  const isNamed = name !== type;
  const said = notes(passing && phrases.passing[passing], optional && value === undefined && !rest && phrases.optional, doc && summaryLine(doc));
  return [isNamed ? code(`${rest ?? ''}${dash}${name}`) : '–', type ? code(type) : '–', value === undefined ? '–' : code(value), said];
}

function membersTable(symbol: CodeSymbol, members: readonly CodeSymbol[], language: string, phrases: Phrases): string {
  const { column } = phrases;
  const constants = symbol.kind === 'enum' ? members.filter((member) => member.kind === 'enumMember') : [];
  const others = members.filter((member) => !constants.includes(member));
  // Everything in an interface is public, and so it is in C's structures: to say so in each row would say nothing.
  const isOpen = LISTED.has(symbol.kind) || (language === 'cpp' && symbol.kind === 'struct' && others.every(({ visibility }) => visibility === 'public'));
  const rows = accessorsTogether(others).map((same) => memberRow(same, symbol, isOpen, language, phrases));
  const withAccess = rows.some(([, , access]) => access !== '');
  const shown = withAccess ? rows : rows.map(([name, type, , said]) => [name!, type!, said!]);
  return blocks(
    table([column.member, column.value, ''], constants.map((member) => [code(member.name), member.value ? code(member.value) : '–', notes(...member.decorators.map(decoratorText), ...(member.conditions ?? []).map(code), summaryOf(member.doc))])),
    table([column.member, column.type, ...(withAccess ? [column.access] : []), ''], shown),
  );
}

/** A property's getter, setter and deleter are one member to its users. */
function accessorsTogether(members: readonly CodeSymbol[]): CodeSymbol[][] {
  const rows = new Map<string, CodeSymbol[]>();
  for (const member of members) {
    const key = ACCESSORS.has(member.kind) ? `${member.name} ${member.modifiers.includes('static')}` : member.id;
    rows.set(key, [...(rows.get(key) ?? []), member]);
  }
  return [...rows.values()];
}

function memberRow(same: readonly CodeSymbol[], holder: CodeSymbol, isOpen: boolean, language: string, phrases: Phrases): string[] {
  const member = same.find(({ kind }) => kind === 'getter') ?? same[0]!;
  const callable = CALLABLE.has(member.kind);
  const params = `(${member.params.map((param) => `${param.rest ?? ''}${param.name}`).join(', ')})`;
  const name = !callable ? member.name : member.name === '()' ? params : `${member.name}${params}`;
  const access = isOpen ? '' : accessOf(member, holder, language, phrases);
  // `static` stands first in most languages; whether a function is asynchronous is told by its type.
  const modifiers = member.modifiers.filter((word) => word !== 'async' && !VISIBILITIES.has(word)).sort((a, b) => Number(b === 'static') - Number(a === 'static'));
  const words = [...new Set([access, ...modifiers, ...same.filter(({ kind }) => ACCESSORS.has(kind)).map((one) => kindOf(one, language, phrases))])].filter(Boolean);
  const value = member.value === undefined ? '' : holder.modifiers.includes('annotation') ? `${phrases.column.default} ${code(member.value)}` : phrases.initial(code(member.value));
  const type = callable || member.kind === 'type' ? member.signature : typeOf(same);
  return [
    code(name),
    type ? code(type) : '–',
    words.join(', '),
    notes(...(member.kind === 'property' ? member.decorators.map(decoratorText) : []), ...(member.conditions ?? []).map(code), value, summaryOf(same.find(({ doc }) => doc)?.doc), ...same.map((one) => failuresInline(one, language, phrases))),
  ];
}

/** What a getter returns, what a setter takes. */
function typeOf(same: readonly CodeSymbol[]): string | undefined {
  const getter = same.find(({ kind }) => kind === 'getter');
  const setter = same.find(({ kind, id }) => kind === 'setter' && !id.endsWith(':delete'));
  return getter?.result ?? setter?.params.at(-1)?.type ?? getter?.type ?? (same.some(({ kind }) => kind === 'setter') ? undefined : (same[0]!.type ?? same[0]!.result));
}

function constructorFacts(constructor: CodeSymbol, holder: CodeSymbol, language: string, phrases: Phrases): string {
  const access = constructor.visibility === 'public' ? '' : accessOf(constructor, holder, language, phrases);
  const line = [`**${phrases.label.constructor}** ${code(newExpression(constructor, holder, language))}`, access, ...(constructor.conditions ?? []).map(code), failuresInline(constructor, language, phrases)].filter(Boolean).join(' · ');
  const documented = constructor.params.some((param) => param.doc);
  return blocks(line, constructor.doc && quote(fromDoc(constructor.doc)), documented && parameterTable(constructor, language, phrases));
}
