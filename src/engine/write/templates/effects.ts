import type { CodeSymbol } from '../../outline/outline';
import { code, codes, fromDoc } from '../markdown';
import type { Phrases } from './phrases';
import { CALLABLE } from './symbols';
import { termsOf } from './terms';

/** Returns … Throws … Calls … Environment …: only what there is. */
export function effectsLine(symbol: CodeSymbol, language: string, phrases: Phrases): string {
  const { label, statement, listing } = phrases;
  const { env } = symbol.effects;
  // A decorator stands beside the signature already.
  const calls = symbol.effects.calls.filter((name) => !symbol.decorators.some((decorator) => decorator === name || decorator.startsWith(`${name}(`)));
  // Most languages say it in the declaration itself.
  const implemented = symbol.heritage.filter(({ relation, name }) => relation === 'implements' && !symbol.signature.includes(name));
  return [
    implemented.length > 0 && statement(label.implements, codes(implemented.map(({ name }) => name))),
    CALLABLE.has(symbol.kind) && resultOf(symbol, phrases),
    // A noun has a colon behind it: `Errors: …`, but `Throws …`.
    ...failuresOf(thrownBy(symbol), language, phrases).map(({ label: word, texts }) => (termsOf(language).fails === 'errors' ? listing : statement)(word, texts.join(', '))),
    calls.length > 0 && statement(label.calls, codes(calls)),
    env.length > 0 && listing(label.environment, codes(env)),
  ]
    .filter(Boolean)
    .join(phrases.gap);
}

/** The same of errors alone, in a cell or behind a constructor: `throws RangeError`. */
export function failuresInline(symbol: CodeSymbol, language: string, phrases: Phrases): string {
  return failuresOf(thrownBy(symbol), language, phrases).map(({ label, texts }) => `${label.toLowerCase()} ${texts.join(', ')}`).join('; ');
}

interface Failure {
  readonly name: string;
  readonly text: string;
}

/**
 * How something fails, in the language's words: Go and Rust return errors, and panic.
 * @param always the first word is there even if there is nothing to tell
 */
export function failuresOf(failures: readonly Failure[], language: string, { label }: Phrases, always = false): { readonly label: string; readonly texts: readonly string[] }[] {
  const { fails } = termsOf(language);
  const panics = fails === 'errors' ? failures.filter(({ name }) => name === 'panic' || name.endsWith('!')) : [];
  const others = failures.filter((failure) => !panics.includes(failure));
  const words = [
    { label: label[fails], texts: others.map(({ text }) => text) },
    { label: label.panics, texts: panics.map(({ text }) => text) },
  ];
  return words.filter(({ texts }, i) => texts.length > 0 || (always && i === 0));
}

/** What the code throws and what the doc comment says that it throws, with the comment's words. */
function thrownBy({ effects, throwsDoc = [] }: CodeSymbol): Failure[] {
  const told = new Map(throwsDoc.map(({ name, doc }) => [name, doc]));
  return [...new Set([...effects.throws, ...told.keys()])].map((name) => ({ name, text: told.get(name) ? `${code(name)} (${summaryLine(told.get(name)!)})` : code(name) }));
}

function resultOf({ result, resultDoc, modifiers, signature }: CodeSymbol, { label, statement, listing }: Phrases): string | undefined {
  // What a comment says of a generator's result is of what it yields; a declared type is that of the generator.
  const word = modifiers.includes('generator') && !(result && signature.endsWith(result)) ? label.yields : label.returns;
  if (result) return statement(word, `${code(result)}${resultDoc ? ` (${summaryLine(resultDoc)})` : ''}`);
  return resultDoc && listing(word, summaryLine(resultDoc));
}

/** A doc in a sentence's or cell's place: one line, without the full stop that the sentence brings itself. */
export function summaryLine(doc: string): string {
  return fromDoc(doc.replace(/\s+/g, ' ').trim()).replace(/[.。]$/, '');
}

/** What there is to say in a cell. A full stop stays at the end only. */
export function notes(...parts: readonly (string | undefined | false)[]): string {
  const said = parts.filter((part): part is string => typeof part === 'string' && part !== '');
  return said.map((part, i) => (i < said.length - 1 ? part.replace(/[.。]$/, '') : part)).join('; ');
}
