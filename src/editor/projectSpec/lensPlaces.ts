import type { SpecPlace } from '../../engine/project/read/readProjectSpec';
import type { SpecPart } from '../../engine/request';

export interface LensPlace {
  /** From 0. */
  readonly line: number;
  /** What the lens is about. Absent: the whole project. */
  readonly part?: SpecPart;
}

/** Above the first line, and above each entity and endpoint. Nothing where nothing can be generated: in a text that names none. */
export function lensPlaces(places: readonly SpecPlace[]): LensPlace[] {
  if (places.length === 0) return [];
  return [{ line: 0 }, ...places.map(({ kind, id, line }) => ({ line: line - 1, part: { kind, id } }))];
}
