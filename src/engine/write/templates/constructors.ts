import type { CodeSymbol, Param } from '../../outline/outline';
import { withSeparators } from './symbols';

/** `int... sizes`, `?Clock $clock = null`: the type stands before the name. */
const TYPE_FIRST: ReadonlySet<string> = new Set(['java', 'csharp', 'php']);

function typeFirst({ rest = '', type, name, default: value }: Param): string {
  // A word (`params`, `out`) stands before the type, a sign at the name.
  const isWord = /\w /.test(rest);
  return [isWord && rest.trim(), type, `${isWord ? '' : rest}${name}${value === undefined ? '' : ` = ${value}`}`].filter(Boolean).join(' ');
}

/** How a constructor is called: `new Throttle(perSecond: number, clock: Clock = Date)`. */
export function newExpression({ params, modifiers, signature }: CodeSymbol, { name }: CodeSymbol, language: string): string {
  if (language === 'cpp') return signature;
  if (language === 'powershell') return `[${name}]::new${signature.slice(signature.indexOf('('))}`;
  if (language === 'ruby') return `${name}.new${signature.replace(/^def \w+/, '')}`;
  if (TYPE_FIRST.has(language)) return modifiers.includes('static') ? signature : `new ${name}(${params.map(typeFirst).join(', ')})`;
  if (language === 'python') return `${name}(${withSeparators(params, language, pythonParam).join(', ')})`;
  const written = params.map(({ rest, name: param, optional, type, default: value }) => {
    const mark = optional && value === undefined && !rest ? '?' : '';
    return `${rest ?? ''}${param}${mark}${type === undefined ? '' : `: ${type}`}${value === undefined ? '' : ` = ${value}`}`;
  });
  return `new ${name}(${written.join(', ')})`;
}

function pythonParam({ rest, name, type, default: value }: Param): string {
  const initial = value === undefined ? '' : type === undefined ? `=${value}` : ` = ${value}`;
  return `${rest ?? ''}${name}${type === undefined ? '' : `: ${type}`}${initial}`;
}

const DATACLASS = /^(?:(?:dataclasses|attrs?|pydantic\.dataclasses)\.)?(?:dataclass|define|frozen|mutable|attrs)\b/;
const BASES_WITHOUT_FIELDS = /^(?:object|(?:typing\.|abc\.)?(?:NamedTuple|Generic|Protocol|ABC)\b.*)$/;

/** Python makes the constructor of a data class, and of a named tuple, from its annotated fields. `undefined`: it is neither. */
export function dataclassCall(symbol: CodeSymbol, members: readonly CodeSymbol[]): string | undefined {
  const decorator = symbol.decorators.find((one) => DATACLASS.test(one));
  const isTuple = symbol.heritage.some(({ name }) => /^(?:typing\.)?NamedTuple$/.test(name));
  if ((decorator === undefined && !isTuple) || /\binit\s*=\s*False\b/.test(decorator ?? '')) return undefined;
  const fields = members.filter(({ kind, type, value, ranges }) => kind === 'property' && type !== undefined && ranges.length > 0 && !/^(?:typing\.)?ClassVar\b/.test(type) && !/\binit\s*=\s*False\b/.test(value ?? ''));
  const inherited = symbol.heritage.some(({ name }) => !BASES_WITHOUT_FIELDS.test(name)) ? ['…'] : [];
  const written = fields.map(({ name, type = '', value }) => (/\bKW_ONLY$/.test(type) ? '*' : pythonParam({ name, type, optional: value !== undefined, ...(value !== undefined && { default: value }) })));
  const keywords = /\bkw_only\s*=\s*True\b/.test(decorator ?? '') && written.length > 0 ? ['*'] : [];
  return `${symbol.name}(${[...inherited, ...keywords, ...written].join(', ')})`;
}
