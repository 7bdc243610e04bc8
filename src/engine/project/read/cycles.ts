import type { Entity, Field, FieldType } from '../projectSpec';
import type { Problems } from './problems';
import type { Span } from './tree';

interface Held {
  readonly name: string;
  readonly field: Field;
}

/** One that is mended often ends others. */
const MOST_CYCLES = 20;

/** Entities that hold each other, or themselves, without end: no value of them could ever be made. Through lists, maps and optional fields it is fine. */
export function tellCycles(entities: readonly Entity[], typeSpans: WeakMap<Field, Span>, problems: Problems): void {
  const held = new Map(entities.map(({ name, fields }) => [name, fields.flatMap((field) => heldThrough(field))]));
  const heldBy = (name: string) => (held.get(name) ?? []).values();
  let told = 0;
  const done = new Set<string>();
  for (const { name } of entities) if (!done.has(name)) walk(name);

  /** Depth first, on a stack of its own: a chain may be as long as the spec. */
  function walk(start: string): void {
    const path: { readonly name: string; readonly left: Iterator<Held> }[] = [{ name: start, left: heldBy(start) }];
    const onPath = new Set([start]);
    for (let step = path.at(-1); step; step = path.at(-1)) {
      const next = step.left.next().value as Held | undefined;
      if (!next) {
        done.add(step.name);
        onPath.delete(step.name);
        path.pop();
      } else if (onPath.has(next.name)) {
        if (++told <= MOST_CYCLES) tell([...path.slice(path.findIndex(({ name }) => name === next.name)).map(({ name }) => name), next.name], next.field);
      } else if (!done.has(next.name)) {
        onPath.add(next.name);
        path.push({ name: next.name, left: heldBy(next.name) });
      }
    }
  }

  function tell(cycle: readonly string[], field: Field): void {
    const span = typeSpans.get(field);
    if (span) problems.error('circular-entities', span, `The entities hold each other without end: ${(cycle.length > 12 ? [...cycle.slice(0, 6), '…', ...cycle.slice(-5)] : cycle).join(' → ')}. Make the field "${field.name}" of "${cycle.at(-2)}" optional, a list, or the id of the other.`);
  }
}

/** What a value of this field cannot be without. */
function heldThrough(field: Field, owner = field): Held[] {
  if (!field.isRequired) return [];
  return heldIn(field.type, owner);
}

function heldIn(type: FieldType, owner: Field): Held[] {
  if (type.kind === 'entity') return [{ name: type.name, field: owner }];
  return type.kind === 'object' ? type.fields.flatMap((field) => heldThrough(field, owner)) : [];
}
