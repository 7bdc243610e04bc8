import { inputsOf } from '../chunk/inputs';
import { planSections } from '../chunk/sections';
import type { Outliner } from '../outline/outline';
import { maskSecrets } from '../safety/secrets';
import { findSection } from '../write/mergeSpec';
import { parseSpec } from '../write/specDocument';

/** An older text of a source. */
export interface Revision {
  /** As the version control names it. */
  readonly name: string;
  readonly text: string;
}

/**
 * The first of the older texts of a source for which the section's text was written: in it the section's own code has the hashes that stand in the spec. `undefined`: there is none, or the
 * section is not in the spec. What the code uses is not compared: that lies in other files.
 */
export async function revisionOfSection(section: { readonly path: string; readonly id: string; readonly spec: string }, revisions: AsyncIterable<Revision>, outliner: Outliner): Promise<Revision | undefined> {
  const { path, id, spec } = section;
  const stored = findSection(parseSpec(spec), id)?.inputs;
  if (!stored) return undefined;
  for await (const revision of revisions) {
    const outline = await outliner.outline(path, (await maskSecrets(revision.text, path)).text);
    const plan = planSections(outline).find((one) => one.id === id);
    const inputs = plan && inputsOf(plan, outline, []);
    if (inputs?.sig === stored.sig && inputs.body === stored.body && inputs.doc === stored.doc) return revision;
  }
  return undefined;
}
