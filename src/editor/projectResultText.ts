import type { PlannedFileResult } from '../engine/project/plannedFiles';
import type { RegenerateResult } from '../engine/regenerateFiles';
import type { FileResult } from '../engine/run';
import { later, plural, sentences, t } from '../l10n/localize';
import { escaped, list } from './planText';
import { madeOf, sparedText, type SparedWords } from './projectFileWords';
import { cost, duration, inEditorWords } from './words';

/** What became of files, the ones that ask for something first. */
const GROUPS: readonly { readonly title: () => string; readonly holds: (file: FileResult, isTheirs: boolean) => boolean }[] = [
  { title: later('Written although they fail'), holds: ({ isFailing }) => isFailing === true },
  { title: later('Bodies missing'), holds: ({ status, isFailing }) => status === 'partial' && !isFailing },
  { title: later('Not written'), holds: ({ status }) => status === 'failed' || status === 'refused' },
  { title: later('Yours, left as they are'), holds: ({ status }, isTheirs) => status === 'kept' && isTheirs },
  { title: later('Left as they are'), holds: ({ status }, isTheirs) => status === 'kept' && !isTheirs },
  { title: later('Removed'), holds: ({ status }) => status === 'removed' },
  { title: later('Written'), holds: ({ status }) => status === 'written' },
  { title: later('Up to date'), holds: ({ status }) => status === 'unchanged' },
];

/** What a run over a project came to, as Markdown: file by file, what it was made of, what became of it and why. */
export function projectResultText(name: string, { files, planned = [], reviewed, figures, ms, errors, warnings }: Pick<RegenerateResult, 'files' | 'planned' | 'reviewed' | 'figures' | 'ms' | 'errors' | 'warnings'>, words: SparedWords): string {
  const plans = new Map(planned.map((file) => [file.path, file]));
  const asked = figures.calls > 0 ? plural(figures.calls, '{0} request, {1}, {2}.', '{0} requests, {1}, {2}.', cost(figures.knownCostUsd), duration(ms)) : t('No request, {0}.', duration(ms));
  return `${[
    `# ${t('Files of {0}', escaped(name))}`,
    sentences(asked, figures.cacheHits > 0 && plural(figures.cacheHits, '{0} answer from the result cache.', '{0} answers from the result cache.')),
    ...(reviewed ? [plural(reviewed.files, '{0} file reviewed by a second model, {1} of them sent back.', '{0} files reviewed by a second model, {1} of them sent back.', reviewed.sentBack)] : []),
    ...sparedText(planned, words),
    ...list(t('Errors'), [...new Set(errors)].map(inEditorWords)),
    ...list(t('Warnings'), [...new Set(warnings)].map(inEditorWords)),
    ...GROUPS.flatMap(({ title, holds }) => {
      const group = files.filter((file) => holds(file, plans.get(file.path)?.standing === 'foreign'));
      return group.length === 0 ? [] : [`## ${title()} (${group.length})`, table(group, plans)];
    }),
  ].join('\n\n')}\n`;
}

function table(files: readonly FileResult[], plans: ReadonlyMap<string, PlannedFileResult>): string {
  const hasReasons = files.some(({ problem }) => problem !== undefined);
  const rows = files.map(({ path, problem }) => `| ${escaped(path)} | ${escaped(madeOf(plans.get(path)))} |${hasReasons ? ` ${escaped(inEditorWords(problem ?? ''))} |` : ''}`);
  return [`| ${t('File')} | ${t('Made of')} |${hasReasons ? ` ${t('Why')} |` : ''}`, `|:---|:---|${hasReasons ? ':---|' : ''}`, ...rows].join('\n');
}
