import type { FileDrift, SectionDrift } from '../../engine/drift/fileDrift';
import { later, plural, t } from '../../l10n/localize';
import { cost } from '../words';

/** What differs, of a stale section: `signature changed`. Of several changes the one that matters most to those who call the symbol. */
export function changeText({ id, changed }: Pick<SectionDrift, 'id' | 'changed'>): string {
  const [most] = MOST_TELLING.filter((key) => changed.includes(key));
  if (most === undefined) return t('out of date');
  return ((WHOLE_FILE.has(id) ? FILE_CHANGES[most] : undefined) ?? CHANGES[most])();
}

type Change = SectionDrift['changed'][number];

const MOST_TELLING: readonly Change[] = ['sig', 'body', 'deps', 'doc', 'template', 'language'];
const CHANGES: Readonly<Record<Change, () => string>> = {
  sig: later('signature changed'), body: later('body changed'), deps: later('what it uses changed'), doc: later('comment changed'), template: later('template changed'), language: later('language changed'),
};
/** A section about the whole file follows from what the file holds, not from a signature. */
const FILE_CHANGES: Partial<Readonly<Record<Change, () => string>>> = { sig: later('what the file holds changed'), body: later('top-level code changed') };
const WHOLE_FILE: ReadonlySet<string> = new Set(['overview', 'architecture', 'notes']);

/** Those who use the symbol are concerned too. */
export function isBreaking({ id, changed }: Pick<SectionDrift, 'id' | 'changed'>): boolean {
  return changed.includes('sig') && !WHOLE_FILE.has(id);
}

/** The code itself, or what it uses, is no longer what the text was written for; a new template or language is told once for the file, not at every symbol. */
export function isAboutCode({ changed }: Pick<SectionDrift, 'changed'>): boolean {
  return changed.some((key) => key !== 'template' && key !== 'language');
}

export function staleSections({ sections }: Pick<FileDrift, 'sections'>): readonly SectionDrift[] {
  return sections.filter(({ state }) => state === 'stale');
}

/** `2 sections out of date`, `facts out of date`; `undefined`: nothing is to be done, or there is no spec. */
export function staleText(drift: Pick<FileDrift, 'spec' | 'sections' | 'problem'>): string | undefined {
  if (drift.spec === 'missing') return undefined;
  if (drift.spec === 'blocked') return drift.problem ?? t('something else stands in its place');
  const stale = staleSections(drift);
  if (stale.length > 0) return plural(stale.length, '{0} section out of date', '{0} sections out of date');
  return drift.spec === 'facts' ? t('facts out of date') : undefined;
}

/** What to expect: as much more as less than this is possible. `undefined`: no model is asked, so that there is nothing to tell. */
export interface Price {
  /** US dollars, least and most; absent: a model is unpriced. */
  readonly costUsd?: readonly [number, number];
  /** Everything was answered before. */
  readonly isAnswered: boolean;
}

/** `Update Section (~$0.003)`. */
export function updateTitle(price: Price | undefined): string {
  if (!price) return t('Update Section');
  if (price.isAnswered) return t('Update Section (no cost)');
  if (!price.costUsd) return t('Update Section (price unknown)');
  const [least, most] = price.costUsd;
  // Both ends are factors away from what is expected, so the middle is that of factors too.
  return t('Update Section (~{0})', cost(Math.sqrt(least * most)));
}
