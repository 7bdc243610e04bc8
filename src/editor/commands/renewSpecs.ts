import * as vscode from 'vscode';
import { InputError } from '../../engine/inputError';
import type { EngineHost } from '../engineHost';
import { t } from '../../l10n/localize';
import { renewChoices } from '../renewChoices';
import { planInFolders } from '../runInFolders';
import type { Runs } from '../runs';
import type { RunSummary } from '../runSummary';
import type { Secrets } from '../secrets';
import { start } from './generateSpec';
import { planTargets, targetsToPlan } from './previewPlan';

export interface RenewDeps {
  readonly runs: Runs;
  readonly host: EngineHost;
  readonly secrets: Secrets;
}

/**
 * Brings specs up to date as far as the person chooses, each choice with its price: where the code changed, also for another template or language, also what another model wrote. Of what was
 * chosen in the explorer, else of the whole workspace, else of the open file.
 */
export function renewSpecs({ runs, host, secrets }: RenewDeps) {
  return async (clicked?: unknown, selected?: unknown): Promise<RunSummary[] | undefined> => {
    const { targets } = await targetsToPlan(clicked, selected);
    const plans = await planTargets(targets.map((target) => ({ ...target, renew: 'model' })), (planned, signal) => planInFolders(planned, { host, secrets }, signal, 'update'));
    if (!plans) return undefined;
    const writer = plans.map((plan) => plan.writer).find((name) => name !== undefined);
    if (writer === undefined) throw new InputError(t('Texts are written by a model, and there is none. Run "Specwright: Select Provider and Model" first.'));
    const [error] = plans.flatMap(({ result }) => (result.estimate ? [] : result.errors));
    if (error !== undefined) throw new InputError(error);
    const choices = renewChoices(plans.flatMap(({ result }) => result.estimate ?? []), writer);
    const choice = await vscode.window.showQuickPick(choices, { title: t('Renew Specs with {0}', writer), placeHolder: t('Which texts are to be asked for again?') });
    // The price was seen and chosen: the run does not ask once more.
    return choice && start(targets.map((target) => ({ ...target, renew: choice.renew })), runs, 'update');
  };
}
