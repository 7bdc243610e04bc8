import type { ConfirmAbove } from '../engine/batch/estimate';
import { InputError } from '../engine/inputError';
import type { GenerateRequest } from '../engine/request';
import { containedPath } from '../engine/safety/containment';
import type { TimeLimits } from '../engine/dispatch/limits';
import type { RunKind } from './activeRun';
import type { Engine } from './engineHost';
import { t } from '../l10n/localize';
import { hiddenFiles, type Settings } from './settings';
import type { Target } from './targets';

/**
 * The settings of a workspace folder, and what was chosen in it, as the engine wants them.
 * @throws InputError for a setting that cannot be right
 */
export function requestFor(target: Target, settings: Settings, engine: Engine, kind: RunKind, confirm: GenerateRequest['confirm']): GenerateRequest {
  const usd = settings.get('budget.usd') ?? undefined;
  const tokens = settings.get('budget.tokens') ?? undefined;
  return {
    paths: target.paths,
    include: settings.get('include'),
    exclude: [...hiddenFiles(target.folder), ...settings.get('exclude')],
    outputFolder: outputFolderOf(settings),
    template: settings.get('template'),
    language: settings.get('language').trim(),
    unverified: settings.get('prose.unverified'),
    batch: { strategy: settings.get('batch.strategy'), maxItems: settings.get('batch.size'), concurrency: settings.get('concurrency'), effort: settings.get('effort') },
    timeLimits: timeLimitsOf(settings, target, engine),
    sections: target.sections,
    ...(target.renew && { renew: target.renew }),
    ...(target.part && { part: target.part }),
    mark: settings.get('project.mark'),
    offerPersons: kind === 'update' || kind === 'project',
    ...(usd === undefined && tokens === undefined ? {} : { ceilings: { usd, tokens } }),
    confirmAbove: confirmAboveOf(settings),
    ...(target.renew ? {} : { confirm }),
  };
}

/** @throws InputError for a folder that is not inside the workspace folder */
export function outputFolderOf(settings: Settings): string {
  const folder = settings.get('outputFolder').trim();
  try {
    return containedPath(folder);
  } catch (error) {
    throw new InputError(t('The setting "specwright.outputFolder": {0}', error instanceof Error ? error.message : String(error)));
  }
}

function confirmAboveOf(settings: Settings): ConfirmAbove {
  return { tokens: settings.get('confirmAbove.tokens'), usd: settings.get('confirmAbove.usd') };
}

/** Only what a person chose counts against the other limits: a default gives way. */
function timeLimitsOf(settings: Settings, target: Target, { resolveTimeLimits, validateTimeLimits }: Engine): TimeLimits {
  const ms = (seconds: number | null | undefined) => (seconds === null || seconds === undefined ? undefined : seconds * 1000);
  const chosen = {
    runMs: ms(settings.get('timeLimits.run')),
    requestMs: ms(settings.chosen('timeLimits.request')),
    firstByteMs: ms(settings.chosen('timeLimits.firstByte')),
    idleMs: ms(settings.chosen('timeLimits.idle')),
  };
  const limits = resolveTimeLimits(chosen, target.hasFolder ? 'folder' : 'files');
  const [problem] = validateTimeLimits(limits);
  if (problem !== undefined) throw new InputError(problem);
  return limits;
}
