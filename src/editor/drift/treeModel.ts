import type { FileDrift } from '../../engine/drift/fileDrift';
import type { OrphanedSpec } from '../../engine/drift/orphanedSpecs';
import { later, plural, t } from '../../l10n/localize';
import { changeText, isBreaking, staleSections, staleText } from './driftWords';

/** What the view knows of one workspace folder. */
export interface TreeInput {
  readonly name: string;
  readonly isComplete: boolean;
  readonly drifts: Iterable<FileDrift>;
  readonly orphaned: readonly Pick<OrphanedSpec, 'source' | 'path'>[];
  /** Specs that stand where their sources were, by the source as it is now. */
  readonly moved: ReadonlyMap<string, Pick<OrphanedSpec, 'source' | 'path'>>;
}

export const GROUPS = { stale: later('Stale'), moved: later('Moved'), missing: later('Missing'), orphaned: later('Orphaned'), current: later('Up to date') } as const;
export type GroupName = keyof typeof GROUPS;

export interface TreeGroup {
  readonly name: GroupName;
  /** `Stale`. */
  readonly label: string;
  readonly files: readonly TreeFile[];
}

export interface TreeFile {
  readonly group: GroupName;
  /** Index of the folder among those that were handed over. */
  readonly folder: number;
  readonly source: string;
  /** Where the spec is; of one that is missing, where it belongs. */
  readonly specPath: string;
  readonly label: string;
  /** Where it lies, and what is wrong. */
  readonly description: string;
  readonly sections: readonly TreeSection[];
}

export interface TreeSection {
  readonly id: string;
  readonly description: string;
  readonly isBreaking: boolean;
  readonly isPersons: boolean;
}

export type DriftState = 'none' | 'reading' | 'current' | 'stale';

export interface TreeModel {
  readonly state: DriftState;
  /** Those that hold something. */
  readonly groups: readonly TreeGroup[];
  /** Specs that are there. */
  readonly specs: number;
  /** What is to be done: stale specs, moved and orphaned ones. That a source has no spec may be what people want. */
  readonly open: number;
}

/** What the view "Specs" shows, whatever draws it. Files in the order of their paths. */
export function treeModel(folders: readonly TreeInput[]): TreeModel {
  const files = folders.flatMap((folder, i) => [...filesOf(folder, i, folders.length > 1)]).sort((a, b) => a.folder - b.folder || (a.source < b.source ? -1 : 1));
  const all = folders.flatMap(({ drifts }) => [...drifts]);
  const specs = all.filter(({ spec }) => spec !== 'missing').length + folders.reduce((sum, { orphaned, moved }) => sum + orphaned.length + moved.size, 0);
  const groups = (Object.keys(GROUPS) as GroupName[]).map((name) => ({ name, label: GROUPS[name](), files: files.filter(({ group }) => group === name) })).filter((group) => group.files.length > 0);
  const open = groups.filter(({ name }) => name !== 'missing' && name !== 'current').reduce((sum, group) => sum + group.files.length, 0);
  if (specs === 0) return { state: folders.some(({ isComplete }) => !isComplete) ? 'reading' : 'none', groups: [], specs, open };
  return { state: open > 0 ? 'stale' : folders.every(({ isComplete }) => isComplete) ? 'current' : 'reading', groups, specs, open };
}

/** `3 sections out of date in 2 files`: for the badge, and for who does not see it. */
export function badgeText({ open }: TreeModel): string {
  return plural(open, '{0} spec out of date', '{0} specs out of date');
}

function* filesOf({ name, drifts, orphaned, moved }: TreeInput, folder: number, isNamed: boolean): Generator<TreeFile> {
  const where = (path: string) => [isNamed ? name : '', path.split('/').slice(0, -1).join('/')].filter(Boolean).join('/');
  const file = (group: GroupName, source: string, specPath: string, what: string, sections: readonly TreeSection[] = []): TreeFile => ({
    group, folder, source, specPath, label: source.split('/').at(-1)!, description: [where(source), what].filter(Boolean).join(' · '), sections,
  });
  for (const drift of drifts) {
    const { source, specPath } = drift;
    const text = staleText(drift);
    if (drift.spec === 'missing') {
      const from = moved.get(source);
      yield from ? file('moved', source, from.path, t('was {0}', from.source)) : file('missing', source, specPath, '');
    } else if (text !== undefined) {
      const sections = staleSections(drift).map((section) => ({ id: section.id, description: changeText(section), isBreaking: isBreaking(section), isPersons: section.isPersons }));
      yield file('stale', source, specPath, sections.length > 0 ? '' : text, sections);
    } else yield file('current', source, specPath, '');
  }
  for (const { source, path } of orphaned) yield file('orphaned', source, path, t('its source is gone'));
}
