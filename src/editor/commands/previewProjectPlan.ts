import * as vscode from 'vscode';
import type { SpecPart } from '../../engine/request';
import { commandId } from '../contributions';
import type { EngineHost } from '../engineHost';
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
    const waiting = result.files.filter(({ status }) => status === 'planned').length;
    if (waiting === 0 || result.errors.length > 0) return;
    const generate = 'Generate';
    const price = result.estimate && result.estimate.calls > 0 ? engine.describeEstimate(result.estimate) : 'no request';
    if ((await vscode.window.showInformationMessage(`${waiting} ${waiting === 1 ? 'file' : 'files'} to write, with ${price}.`, generate)) === generate) await vscode.commands.executeCommand(commandId('generateProject'), clicked, part);
  };
}
