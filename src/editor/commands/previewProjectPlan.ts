import * as vscode from 'vscode';
import type { SpecPart } from '../../engine/request';
import { commandId } from '../contributions';
import type { EngineHost } from '../engineHost';
import { plural, t } from '../../l10n/localize';
import { planProjectInFolder } from '../projectInFolder';
import { projectPlanText } from '../projectPlanText';
import type { Secrets } from '../secrets';
import type { VirtualDocuments } from '../virtualDocuments';
import { projectTarget } from './generateProject';
import { planTargets } from './previewPlan';

/** What Generate Project would make of a spec, file by file, and what it would cost. Nothing is sent. */
export function previewProjectPlan(deps: { readonly host: EngineHost; readonly secrets: Secrets; readonly documents: VirtualDocuments }) {
  return async (clicked?: unknown, part?: SpecPart): Promise<void> => {
    const target = await projectTarget(clicked, part);
    const plan = await planTargets([target], (_, signal) => planProjectInFolder(target, deps, signal));
    if (!plan) return;
    const engine = await deps.host.load();
    const { result, writer } = plan;
    const name = target.paths[0]!;
    await vscode.commands.executeCommand('markdown.showPreview', deps.documents.set('Plan.md', projectPlanText(name, result, writer.by === 'model' ? `${writer.ports.model!.provider}/${writer.name}` : undefined, engine)));
    const { planned = [] } = result;
    const theirs = planned.filter(({ standing }) => standing === 'foreign').length;
    const waiting = planned.filter(({ standing, open }) => standing === 'missing' || standing === 'stale' || open > 0).length;
    if (waiting + theirs === 0 || result.errors.length > 0) return;
    const generate = t('Generate');
    const price = result.estimate && result.estimate.calls > 0 ? engine.describeEstimate(result.estimate) : t('no request');
    if ((await vscode.window.showInformationMessage(theirs > 0 ? plural(waiting, '{0} file to write, {1} of yours to compare, with {2}.', '{0} files to write, {1} of yours to compare, with {2}.', theirs, price) : plural(waiting, '{0} file to write, with {1}.', '{0} files to write, with {1}.', price), generate)) === generate) await vscode.commands.executeCommand(commandId('generateProject'), clicked, part);
  };
}
