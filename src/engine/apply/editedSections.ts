import { breathe } from '../breathe';
import type { ComparedSection, ComparedSource } from '../chunk/compareSource';
import type { SymbolSection } from '../chunk/sections';
import type { Range } from '../outline/outline';
import type { Run } from '../run';
import { maskSecrets, type SecretMask } from '../safety/secrets';
import { markdownHash } from '../write/markdownHash';
import { isEdited, type SpecDocument } from '../write/specDocument';
import type { EditedSection } from './codeJob';

/** With what the source says of it now. */
export interface Found extends EditedSection {
  readonly compared: ComparedSection;
}

/**
 * The sections about symbols that a person edited since code and text last agreed, in the order of the spec, secrets replaced. Of others that were edited the person is told: no code
 * follows from them.
 */
export async function editedSections(compared: ComparedSource, document: SpecDocument, specPath: string, run: Pick<Run, 'warn'>): Promise<{ readonly sections: readonly Found[]; readonly masks: readonly SecretMask[] }> {
  const sections: Found[] = [];
  const masks: SecretMask[] = [];
  for (const piece of document.pieces) {
    await breathe();
    if (piece.type !== 'section' || !piece.prose || !isEdited(piece.prose)) continue;
    const own = compared.sections.find(({ plan }) => plan.id === piece.id);
    if (own?.plan.kind !== 'symbol') {
      run.warn(`The text of ${piece.id} was edited, and no code follows from it: ${own ? 'it is about the file as a whole. Edit the text of a symbol' : 'its symbol is gone'}.`, compared.path);
      continue;
    }
    // What a person wrote leaves the machine like code does.
    const mask = await maskSecrets(piece.prose.text, specPath);
    masks.push(mask);
    sections.push({ plan: own.plan, text: { id: piece.id, text: mask.text.replace(/\r\n/g, '\n') }, proseHash: markdownHash(piece.prose.text), compared: own });
  }
  return { sections, masks };
}

/** Sections whose code is written anew together: a symbol within another one goes with it. The outer one comes first. */
export function groupsOf(sections: readonly Found[]): (readonly Found[])[] {
  const outermost = sections.filter(({ plan }) => !sections.some((other) => other.plan !== plan && holds(other.plan, plan)));
  return outermost.map((outer) => [outer, ...sections.filter(({ plan }) => plan !== outer.plan && holds(outer.plan, plan))]);
}

/** Whether one symbol's source is a part of another's. */
export function holds(outer: SymbolSection, inner: SymbolSection): boolean {
  const [range] = outer.symbol.ranges;
  return range !== undefined && inner.symbol.ranges.length > 0 && inner.symbol.ranges.every((own) => isWithin(own, range) && (own.start !== range.start || own.end !== range.end));
}

function isWithin(inner: Range, outer: Range): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}
