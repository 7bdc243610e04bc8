import { METHODS, type Contract } from '../projectSpec';
import { nearest } from './nearest';

export interface Endpoint {
  readonly method: Contract['method'];
  /** Parameters in braces. */
  readonly path: string;
  readonly pathNames: readonly string[];
  /** Names behind the question mark. */
  readonly queryNames: readonly string[];
}

/** What can be read, but is nothing that is made here. */
export interface UnsupportedEndpoint {
  /** Why, as the rest of a sentence. */
  readonly unsupported: string;
}

/** Letters and digits of any script make a name of it. */
const PARAMETER = /^(?=.*[\p{L}\p{Nd}])[^\s/?#&={}<>\p{Cc}]+$/u;
const PLAIN_PART = /^[\p{L}\p{M}\p{Nd}_.~%!$&'()*+,;=:@-]+$/u;

/** `POST /books/{id}`; parameters may be written `:id` or `<id>` too. What is wrong with it, where it cannot be read. */
export function parseEndpoint(text: string): Endpoint | UnsupportedEndpoint | string {
  const match = /^([A-Za-z]+)\s+(\S.*)$/.exec(text.trim());
  if (!match) return 'a method and a path were expected.';
  const method = METHODS.find((name) => name === match[1]!.toUpperCase());
  if (!method) {
    const meant = nearest(match[1]!.toUpperCase(), METHODS);
    return meant === undefined ? { unsupported: `"${match[1]}" is none of the methods that are made` } : `"${match[1]}" is no method; did you mean ${meant}?`;
  }
  const [wholePath = '', query = ''] = match[2]!.trim().split('?', 2);
  if (/^[a-z]+:\/\//i.test(wholePath)) return 'the path alone is wanted, without the address of a server.';
  if (!wholePath.startsWith('/')) return 'its path must begin with "/".';
  const parts = wholePath.replace(/\/+$/, '').split('/').slice(1).map(part);
  if (parts.some((one, i) => one === undefined && MIXED_PART.test(wholePath.split('/')[i + 1]!))) return { unsupported: 'a parameter of it is not a whole part between two "/"' };
  const wrong = parts.find((one) => one === undefined || (typeof one === 'string' && !PLAIN_PART.test(one)));
  if (wrong !== undefined || parts.includes(undefined)) return 'a part of its path is empty, or holds a character that a path cannot hold.';
  const pathNames = parts.flatMap((one) => (typeof one === 'object' ? [one.name] : []));
  const twice = pathNames.find((name, i) => pathNames.indexOf(name) !== i);
  if (twice !== undefined) return `the parameter "${twice}" is in its path twice.`;
  const queryNames = query.split('&').map((pair) => pair.split('=')[0]!.replace(/[{}[\]]/g, '').trim()).filter((name) => PARAMETER.test(name));
  return { method, path: `/${parts.map((one) => (typeof one === 'object' ? `{${one.name}}` : one)).join('/')}`, pathNames, queryNames: [...new Set(queryNames)] };
}

/** `{id}.json`, `{id}:cancel`, `{base}...{head}` */
const MIXED_PART = /^[^{}<>]*(?:\{[^{}<>]+\}[^{}<>]*)+$/;

/** A part of a path as it is, a parameter, or nothing where it can be neither. */
function part(text: string): string | { readonly name: string } | undefined {
  const name = /^(?:\{([^{}]+)\}|:(.+)|<([^<>]+)>)$/.exec(text)?.slice(1).find((one) => one !== undefined);
  if (name === undefined) return text === '' || /[{}<>]/.test(text) ? undefined : text;
  // `{id:[0-9]+}` of some routers, `<int:id>` of others.
  const plain = text.startsWith('<') ? name.replace(/^\w+:/, '') : name.replace(/:.*$/, '');
  return PARAMETER.test(plain) ? { name: plain } : undefined;
}
