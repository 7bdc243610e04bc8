import type { PlannedFileResult } from '../engine/project/plannedFiles';
import type { Engine } from './engineHost';
import { listed, plural, t } from '../l10n/localize';
import { escaped } from './planText';
import { files } from './words';

/** What the engine knows of files that need no model. */
export type SparedWords = Pick<Engine, 'sparedBy' | 'describeSpared' | 'isUpToDate'>;

/** `template Makefile`, `declarations`, `declarations, 2 bodies by a model`. */
export function madeOf(file: Pick<PlannedFileResult, 'from' | 'template' | 'bodies'> | undefined): string {
  switch (file?.from) {
    case 'template':
      return t('template {0}', file.template ?? '');
    case 'declarations':
      return t('declarations');
    case 'whole':
      return t('a model, whole');
    case 'bodies':
      return file.bodies === 0 ? t('declarations') : plural(file.bodies, 'declarations, {0} body by a model', 'declarations, {0} bodies by a model');
    default:
      return '';
  }
}

/** A paragraph each on the files from templates, which are named, and on those that follow from the spec, as Markdown. */
export function sparedText(planned: readonly PlannedFileResult[], { sparedBy, describeSpared }: SparedWords): string[] {
  const [templates, declared] = [sparedBy(planned, 'template'), sparedBy(planned, 'declarations')];
  return [
    ...(templates.files.length > 0 ? [t('**From templates:** {0}. That spares {1}.', listed(templates.files.map(escaped)), describeSpared(templates))] : []),
    ...(declared.files.length > 0 ? [t('**From the spec alone:** {0}. That spares {1}.', files(declared.files.length), describeSpared(declared))] : []),
  ];
}
