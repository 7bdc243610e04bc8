import { METHODS, type Contract } from '../projectSpec';

export interface Endpoint {
  readonly method: Contract['method'];
  /** Parameters in braces. */
  readonly path: string;
  readonly pathNames: readonly string[];
  /** Names behind the question mark. */
  readonly queryNames: readonly string[];
}

const PARAMETER = /^[A-Za-z_][\w-]*$/;

/** `POST /books/{id}`; parameters may be written `:id` or `<id>` too. What is wrong with it, where it cannot be read. */
export function parseEndpoint(text: string): Endpoint | string {
  const match = /^([A-Za-z]+)\s+(\S.*)$/.exec(text.trim());
  if (!match) return 'a method and a path were expected.';
  const method = METHODS.find((name) => name === match[1]!.toUpperCase());
  if (!method) return `"${match[1]}" is no method.`;
  const [wholePath = '', query = ''] = match[2]!.trim().split('?', 2);
  if (/^[a-z]+:\/\//i.test(wholePath)) return 'the path alone is wanted, without the address of a server.';
  if (!wholePath.startsWith('/')) return 'its path must begin with "/".';
  const parts = wholePath.replace(/\/+$/, '').split('/').slice(1).map(part);
  const wrong = parts.find((one) => one === undefined || (typeof one === 'string' && !/^[\w.~%!$&'()*+,;=:@-]+$/.test(one)));
  if (wrong !== undefined || parts.includes(undefined)) return 'a part of its path is empty, or holds a character that a path cannot hold.';
  const pathNames = parts.flatMap((one) => (typeof one === 'object' ? [one.name] : []));
  const twice = pathNames.find((name, i) => pathNames.indexOf(name) !== i);
  if (twice !== undefined) return `the parameter "${twice}" is in its path twice.`;
  const queryNames = query.split('&').map((pair) => pair.split('=')[0]!.replace(/[{}[\]]/g, '').trim()).filter((name) => PARAMETER.test(name));
  return { method, path: `/${parts.map((one) => (typeof one === 'object' ? `{${one.name}}` : one)).join('/')}`, pathNames, queryNames: [...new Set(queryNames)] };
}

/** A part of a path as it is, a parameter, or nothing where it can be neither. */
function part(text: string): string | { readonly name: string } | undefined {
  const name = /^(?:\{([^{}]+)\}|:(.+)|<([^<>]+)>)$/.exec(text)?.slice(1).find((one) => one !== undefined);
  if (name === undefined) return text === '' || /[{}<>]/.test(text) ? undefined : text;
  // `{id:[0-9]+}` of some routers, `<int:id>` of others.
  const plain = text.startsWith('<') ? name.replace(/^\w+:/, '') : name.replace(/:.*$/, '');
  return PARAMETER.test(plain) ? { name: plain } : undefined;
}
