import type { CodeSymbol } from '../../outline/outline';
import { code, summaryOf, table } from '../markdown';
import type { Phrases } from './phrases';

/** Kinds that are called with arguments. */
export const CALLABLE: ReadonlySet<string> = new Set(['function', 'method', 'constructor']);

/** `Queue.add(task, options?)`: the names of the parameters, as a caller counts them. */
export function headingOf(symbol: CodeSymbol): string {
  const name = symbol.id.replace(/~[0-9a-f]+$/, '').replace(/:set$|:delete$/, '');
  if (!CALLABLE.has(symbol.kind)) return name;
  // Overloads are told apart by their types, where those stand before the names.
  const isOverload = /~[0-9a-f]+$/.test(symbol.id);
  const params = symbol.params.map(({ rest, name: param, type, optional, default: value }) => {
    const typed = isOverload && type !== undefined && symbol.signature.includes(`${type} ${param}`) ? `${type} ` : '';
    return `${/\w /.test(rest ?? '') ? `${rest}${typed}` : `${typed}${rest ?? ''}`}${param}${optional && value === undefined && !rest ? '?' : ''}`;
  });
  return `${name}(${params.join(', ')})`;
}

export function innerTable(inner: readonly CodeSymbol[], phrases: Phrases): string | undefined {
  return table([phrases.column.inner, phrases.column.signature, ''], inner.map((symbol) => [code(symbol.id), code(symbol.signature), summaryOf(symbol.doc)]));
}
