import type { PlannedFileResult } from '../engine/project/plannedFiles';
import type { Engine } from './engineHost';
import { escaped } from './planText';
import { count } from './words';

/** What the engine knows of files that need no model. */
export type SparedWords = Pick<Engine, 'sparedBy' | 'describeSpared' | 'isUpToDate'>;

/** `template Makefile`, `declarations`, `declarations, 2 bodies by a model`. */
export function madeOf(file: Pick<PlannedFileResult, 'from' | 'template' | 'bodies'> | undefined): string {
  switch (file?.from) {
    case 'template':
      return `template ${file.template}`;
    case 'declarations':
      return 'declarations';
    case 'whole':
      return 'a model, whole';
    case 'bodies':
      return file.bodies === 0 ? 'declarations' : `declarations, ${file.bodies} ${file.bodies === 1 ? 'body' : 'bodies'} by a model`;
    default:
      return '';
  }
}

/** A paragraph each on the files from templates, which are named, and on those that follow from the spec, as Markdown. */
export function sparedText(planned: readonly PlannedFileResult[], { sparedBy, describeSpared }: SparedWords): string[] {
  const [templates, declared] = [sparedBy(planned, 'template'), sparedBy(planned, 'declarations')];
  return [
    ...(templates.files.length > 0 ? [`**From templates:** ${templates.files.map(escaped).join(', ')}. That spares ${describeSpared(templates)}.`] : []),
    ...(declared.files.length > 0 ? [`**From the spec alone:** ${count(declared.files.length, 'file')}. That spares ${describeSpared(declared)}.`] : []),
  ];
}
