import { breathe } from '../breathe';
import { compareSource, type ComparedSource } from '../chunk/compareSource';
import { WorkspaceIndex } from '../chunk/workspaceIndex';
import type { CodeSymbol } from '../outline/outline';
import type { WriteOutcome } from '../ports';
import type { Run } from '../run';
import { withLineFeeds } from '../write/textFile';
import { mergeDocument, parseOurs, type WantedSection } from '../write/mergeSpec';
import type { Piece, Section } from '../write/specDocument';
import type { EditedWork } from './chunkEdited';
import type { EditedSection } from './codeJob';
import type { Written } from './propose';

/**
 * After code was changed: the sections whose code a person took are written for what stands there now, and remember the text that the code follows. The text itself stays, and stays the
 * person's. All facts are rendered anew. What depends on a changed signature is stale now, as after any other edit.
 */
export async function refreshSpec(written: readonly Written[], work: EditedWork, run: Run): Promise<{ readonly applied: readonly string[]; readonly outcome: WriteOutcome }> {
  const { edited, compareDeps } = work;
  const { path, text } = await edited.readAgain();
  const now = await compareNow(path, text, work, run);
  const applied = new Map<string, { readonly section: WantedSection; readonly proseHash: string }>();
  for (const one of written) {
    await breathe();
    const symbol = takenSymbol(one, now);
    for (const own of symbol ? one.job.edited : []) {
      const section = sectionNow(own, one, symbol!, now);
      if (section) applied.set(own.plan.id, { section, proseHash: own.proseHash });
    }
  }
  const stored = await run.ports.store.read(edited.specPath);
  if (applied.size === 0 || stored === undefined) return { applied: [], outcome: 'unchanged' };
  const document = parseOurs(stored, path);
  const pieces = document.pieces.map((piece): Piece => {
    const found = piece.type === 'section' ? applied.get(piece.id) : undefined;
    return piece.type === 'section' && found ? asApplied(piece, found.section, found.proseHash) : piece;
  });
  const outcome = await run.ports.store.write(edited.specPath, mergeDocument({ ...document, pieces }, now.wanted, compareDeps.phrases));
  run.events.emit({ type: 'file-written', path: edited.specPath, outcome, complete: true });
  return { applied: [...applied.keys()], outcome };
}

/** With an index of its own: the source is not what the run read first. Told of before, so nobody is told again. */
async function compareNow(path: string, text: string, { edited: { gatherer }, compareDeps }: EditedWork, { ports, signal }: Run): Promise<ComparedSource> {
  const readText = async (other: string) => {
    const found = await gatherer.readSource(other);
    return found.kind === 'source' ? found.text : undefined;
  };
  const index = new WorkspaceIndex(readText, (folder) => gatherer.listFolder(folder), ports.outliner, [path], signal);
  return compareSource({ path, text }, { ...compareDeps, index, events: { emit: () => {} } });
}

/** The symbol, if the code that was proposed for it stands there. */
function takenSymbol({ job, code }: Written, { outline, text }: ComparedSource): CodeSymbol | undefined {
  const { name, kind } = job.plan.symbol;
  const wanted = withLineFeeds(code.declaration);
  return outline.symbols.find((symbol) => symbol.name === name && symbol.kind === kind && symbol.ranges.some(({ start, end }) => withLineFeeds(text.slice(start, end)) === wanted));
}

/** Overloads carry their signature in their id: it may be another one now. */
function sectionNow({ plan }: EditedSection, { job }: Written, symbol: CodeSymbol, { sections }: ComparedSource): WantedSection | undefined {
  const isIt = (other: CodeSymbol) => (plan === job.plan ? other === symbol : other.id === plan.symbol.id || (other.parent === symbol.id && other.name === plan.symbol.name && other.kind === plan.symbol.kind));
  return sections.find((one) => one.plan.kind === 'symbol' && isIt(one.plan.symbol))?.wanted;
}

function asApplied({ raw: _raw, ...section }: Section, { plan, inputs }: WantedSection, proseHash: string): Section {
  return { ...section, id: plan.id, inputs, prose: { ...section.prose!, stale: undefined, applied: proseHash } };
}
