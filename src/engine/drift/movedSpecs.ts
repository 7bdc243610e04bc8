import { breathe } from '../breathe';
import { inputsOf } from '../chunk/inputs';
import { planSections } from '../chunk/sections';
import { byCodeUnits } from '../gather/paths';
import { mapInOrder } from '../mapInOrder';
import type { Outline, Outliner } from '../outline/outline';
import type { Template } from '../write/templates/template';
import { sectionKey, type OrphanedSpec } from './orphanedSpecs';

/** A source that has no spec yet. */
export interface NewSource {
  readonly path: string;
  /** As in {@link OrphanedSpec}. */
  readonly sections: readonly string[];
}

const OUTLINES_AT_ONCE = 8;

export interface OutlineNewDeps {
  readonly textOf: (path: string) => string | undefined | Promise<string | undefined>;
  readonly outliner: Outliner;
  readonly template: Pick<Template, 'arrange'>;
  readonly signal?: AbortSignal;
}

/** What sources that have no spec hold. Their outlines are dropped, since those of a moved workspace would fill the memory; the outliner's cache has them. What cannot be outlined is left out. */
export async function outlineNew(paths: readonly string[], { textOf, outliner, template, signal }: OutlineNewDeps): Promise<NewSource[]> {
  const outlined = await mapInOrder(paths, OUTLINES_AT_ONCE, async (path): Promise<NewSource | undefined> => {
    signal?.throwIfAborted();
    const text = await textOf(path);
    const outline = text === undefined ? undefined : await outliner.outline(path, text, { signal }).catch(() => undefined);
    return outline && { path, sections: sectionKeysOf(outline, template) };
  });
  return outlined.filter((source) => source !== undefined);
}

/** What a source's sections are called and follow from, but for what they depend on: that may have moved as well. */
function sectionKeysOf(outline: Outline, template: Pick<Template, 'arrange'>): string[] {
  const sections = template.arrange(planSections(outline), outline);
  return [...new Set(sections.flatMap((section) => sectionKey(section.id, inputsOf(section, outline, [])) ?? []))];
}

/**
 * Which new source is the place to which the source of an orphaned spec has moved: more than half of the spec's sections have the same ids and hashes there. Of several possible pairs the one with
 * most such sections counts, then the one that comes first by the spec's path and the source's. By path of the new source.
 */
export async function matchMoved(orphans: readonly OrphanedSpec[], sources: readonly NewSource[]): Promise<Map<string, OrphanedSpec>> {
  const holders = new Map<string, OrphanedSpec[]>();
  for (const orphan of orphans) {
    for (const key of orphan.sections) {
      const others = holders.get(key);
      if (others) others.push(orphan);
      else holders.set(key, [orphan]);
    }
  }
  const pairs: { readonly orphan: OrphanedSpec; readonly source: string; readonly same: number }[] = [];
  for (const { path: source, sections } of sources) {
    const counts = new Map<OrphanedSpec, number>();
    for (const key of sections) {
      await breathe();
      for (const orphan of holders.get(key) ?? []) counts.set(orphan, (counts.get(orphan) ?? 0) + 1);
    }
    for (const [orphan, same] of counts) if (2 * same > orphan.sections.length) pairs.push({ orphan, source, same });
  }
  pairs.sort((a, b) => b.same - a.same || byCodeUnits(a.orphan.path, b.orphan.path) || byCodeUnits(a.source, b.source));
  const moved = new Map<string, OrphanedSpec>();
  const taken = new Set<OrphanedSpec>();
  for (const { orphan, source } of pairs) {
    if (taken.has(orphan) || moved.has(source)) continue;
    taken.add(orphan);
    moved.set(source, orphan);
  }
  return moved;
}
