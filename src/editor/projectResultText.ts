import type { PlannedFileResult } from '../engine/project/plannedFiles';
import type { RegenerateResult } from '../engine/regenerateFiles';
import type { FileResult } from '../engine/run';
import { escaped, list } from './planText';
import { madeOf, sparedText, type SparedWords } from './projectFileWords';
import { cost, count, duration, inEditorWords } from './words';

/** What became of files, the ones that ask for something first. */
const GROUPS: readonly { readonly title: string; readonly holds: (file: FileResult, isTheirs: boolean) => boolean }[] = [
  { title: 'Written although they fail', holds: ({ isFailing }) => isFailing === true },
  { title: 'Bodies missing', holds: ({ status, isFailing }) => status === 'partial' && !isFailing },
  { title: 'Not written', holds: ({ status }) => status === 'failed' || status === 'refused' },
  { title: 'Yours, left as they are', holds: ({ status }, isTheirs) => status === 'kept' && isTheirs },
  { title: 'Left as they are', holds: ({ status }, isTheirs) => status === 'kept' && !isTheirs },
  { title: 'Removed', holds: ({ status }) => status === 'removed' },
  { title: 'Written', holds: ({ status }) => status === 'written' },
  { title: 'Up to date', holds: ({ status }) => status === 'unchanged' },
];

/** What a run over a project came to, as Markdown: file by file, what it was made of, what became of it and why. */
export function projectResultText(name: string, { files, planned = [], reviewed, figures, ms, errors, warnings }: Pick<RegenerateResult, 'files' | 'planned' | 'reviewed' | 'figures' | 'ms' | 'errors' | 'warnings'>, words: SparedWords): string {
  const plans = new Map(planned.map((file) => [file.path, file]));
  const asked = figures.calls > 0 ? `${count(figures.calls, 'request')}, ${cost(figures.knownCostUsd)}, ${duration(ms)}.` : `No request, ${duration(ms)}.`;
  return `${[
    `# Files of ${escaped(name)}`,
    `${asked}${figures.cacheHits > 0 ? ` ${count(figures.cacheHits, 'answer')} from the result cache.` : ''}`,
    ...(reviewed ? [`${count(reviewed.files, 'file')} reviewed by a second model, ${reviewed.sentBack} of them sent back.`] : []),
    ...sparedText(planned, words),
    ...list('Errors', [...new Set(errors)].map(inEditorWords)),
    ...list('Warnings', [...new Set(warnings)].map(inEditorWords)),
    ...GROUPS.flatMap(({ title, holds }) => {
      const group = files.filter((file) => holds(file, plans.get(file.path)?.standing === 'foreign'));
      return group.length === 0 ? [] : [`## ${title} (${group.length})`, table(group, plans)];
    }),
  ].join('\n\n')}\n`;
}

function table(files: readonly FileResult[], plans: ReadonlyMap<string, PlannedFileResult>): string {
  const hasReasons = files.some(({ problem }) => problem !== undefined);
  const rows = files.map(({ path, problem }) => `| ${escaped(path)} | ${escaped(madeOf(plans.get(path)))} |${hasReasons ? ` ${escaped(inEditorWords(problem ?? ''))} |` : ''}`);
  return [`| File | Made of |${hasReasons ? ' Why |' : ''}`, `|:---|:---|${hasReasons ? ':---|' : ''}`, ...rows].join('\n');
}
