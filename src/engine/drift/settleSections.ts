import { InputError } from '../inputError';
import type { WriteOutcome } from '../ports';
import { markdownHash } from '../write/markdownHash';
import { mergeDocument, mergeSpec, type WantedSpec } from '../write/mergeSpec';
import { parseSpec, withoutMarkers, type Inputs, type Section } from '../write/specDocument';
import type { Phrases } from '../write/templates/phrases';
import { compareNamed, type WatchPorts, type WatchRequest } from './compareNamed';

/** How a person settled a section that was stale. */
export type Settlement =
  /** The text that stands there is still true. */
  | 'still-true'
  /** This text instead. Where it is not what the model wrote, it is the person's from now on. */
  | { readonly text: string; readonly written: { readonly text: string; readonly by: string } };

/**
 * Makes sections fresh as a person settled them, by id: what they follow from is from now on the code as it is. A text that is still true stays byte for byte, with its hash and author. The rest
 * of the spec becomes what `generate` would make of it without a model. A pure function.
 * @throws NotASpecError as `mergeSpec`
 */
export function settleIn(spec: string, wanted: WantedSpec, settlements: ReadonlyMap<string, Settlement>, phrases: Phrases): string {
  const merged = parseSpec(mergeSpec(spec, wanted, phrases));
  const inputs = new Map(wanted.sections.map((section) => [section.plan.id, section.inputs]));
  const pieces = merged.pieces.map((piece) => (piece.type === 'section' ? settled(piece, inputs.get(piece.id), settlements.get(piece.id)) : piece));
  return mergeDocument({ ...merged, pieces }, wanted, phrases);
}

function settled(section: Section, inputs: Inputs | undefined, settlement: Settlement | undefined): Section {
  if (!inputs || settlement === undefined || !section.prose?.text) return section;
  if (settlement === 'still-true') return { ...section, inputs, prose: { ...section.prose, stale: undefined }, raw: undefined };
  const { text, written } = settlement;
  return { ...section, inputs, prose: { text: withoutMarkers(text.trim()), hash: markdownHash(withoutMarkers(written.text.trim())), by: written.by }, raw: undefined };
}

/**
 * Settles sections of the spec of a source, in its file. `refused`: a person is typing in the spec, and the store keeps what was to be written.
 * @throws InputError where there is no such source or spec
 */
export async function settleSections(path: string, settlements: ReadonlyMap<string, Settlement>, request: WatchRequest, ports: WatchPorts): Promise<WriteOutcome> {
  const { compared, deps } = await compareNamed(path, request, ports);
  const { specPath, stored, wanted } = compared;
  if (stored.problem !== undefined) throw new InputError(stored.problem);
  if (stored.text === undefined) throw new InputError(`There is no spec of ${path}. Run "Specwright: Generate Spec" first.`);
  return ports.store.write(specPath, settleIn(stored.text, wanted, settlements, deps.phrases));
}

/** The spec of a source as it stands, and as it would be with the facts of today and no new text. `present` is empty where there is none. @throws InputError where either cannot be read */
export async function specWithNewFacts(path: string, request: WatchRequest, ports: WatchPorts): Promise<{ readonly specPath: string; readonly present: string; readonly updated: string }> {
  const { compared, deps } = await compareNamed(path, request, ports);
  const { specPath, stored, wanted } = compared;
  if (stored.problem !== undefined) throw new InputError(stored.problem);
  return { specPath, present: stored.text ?? '', updated: mergeDocument(stored.document, wanted, deps.phrases) };
}
