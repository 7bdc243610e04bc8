import type { Contract } from './projectSpec';

type Route = Pick<Contract, 'method' | 'path'>;

/** Pairs are compared: of more routes than this none is. */
const MOST_ROUTES = 2_000;

/** As a server is asked for it: where the spec has a character escaped, what it stands for. */
export function plainPart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Whether a request may be for either of two routes, of which neither says more than the other: `/pets/{id}/photo`, `/pets/mine/{part}`. */
export function hasAmbiguous(routes: readonly Route[]): boolean {
  return alike(routes.map((route) => ({ route, owner: 0 }))).some((group) => group.some(({ parts }, i) => group.slice(i + 1).some((other) => overlaps(parts, other.parts) && isWider(parts, other.parts) && isWider(other.parts, parts))));
}

/** What is hidden (`/pets/search`) before what would take its requests (`/pets/{id}`), otherwise in the order given. */
export function byPrecedence<T>(items: readonly T[], routesOf: (item: T) => readonly Route[]): T[] {
  const after = items.map(() => new Set<number>());
  for (const group of alike(items.flatMap((item, owner) => routesOf(item).map((route) => ({ route, owner }))))) {
    for (const wide of group) for (const narrow of group) if (wide.owner !== narrow.owner && overlaps(wide.parts, narrow.parts) && isWider(wide.parts, narrow.parts) && !isWider(narrow.parts, wide.parts)) after[wide.owner]!.add(narrow.owner);
  }
  if (after.every(({ size }) => size === 0)) return [...items];
  const left = items.map((_, i) => i);
  const sorted: T[] = [];
  while (left.length > 0) {
    // Routers that hide routes of each other have no right order.
    const at = Math.max(0, left.findIndex((one) => !left.some((other) => after[one]!.has(other))));
    sorted.push(...left.splice(at, 1).map((one) => items[one]!));
  }
  return sorted;
}

interface Parts {
  /** A parameter as nothing. */
  readonly parts: readonly (string | undefined)[];
  readonly owner: number;
}

/** Those of one method and length. */
function alike(routes: readonly { readonly route: Route; readonly owner: number }[]): Parts[][] {
  const groups = new Map<string, Parts[]>();
  if (routes.length > MOST_ROUTES) return [];
  for (const { route: { method, path }, owner } of routes) {
    const parts = path.split('/').map((part) => (part.includes('{') ? undefined : plainPart(part)));
    const key = `${method} ${parts.length}`;
    groups.set(key, [...(groups.get(key) ?? []), { parts, owner }]);
  }
  return [...groups.values()];
}

/** Whether one request may be for both. */
function overlaps(one: Parts['parts'], other: Parts['parts']): boolean {
  return one.every((part, i) => part === undefined || other[i] === undefined || part === other[i]);
}

/** Whether it has a parameter where the other says more. */
function isWider(one: Parts['parts'], other: Parts['parts']): boolean {
  return one.some((part, i) => part === undefined && other[i] !== undefined);
}
