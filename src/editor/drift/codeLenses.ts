import * as vscode from 'vscode';
import type { SectionDrift } from '../../engine/drift/fileDrift';
import type { WatchedSource } from '../../engine/drift/watchSources';
import { commandId } from '../contributions';
import { t } from '../../l10n/localize';
import { Settings } from '../settings';
import { sourceOf } from '../targets';
import type { DriftMonitor } from './driftMonitor';
import { changeText, isAboutCode, isBreaking, staleSections, updateTitle } from './driftWords';
import type { SectionPrices } from './sectionPrices';

/** The one lens whose words take a plan to find: its price is looked up when it comes into sight. */
class UpdateLens extends vscode.CodeLens {
  constructor(
    range: vscode.Range,
    readonly source: vscode.Uri,
    readonly watched: WatchedSource,
    readonly id: string,
  ) {
    super(range);
  }
}

/** Above a symbol whose section is out of date: what changed, and what can be done about it. Above any other: nothing. */
export class DriftLenses implements vscode.CodeLensProvider<vscode.CodeLens> {
  constructor(
    private readonly monitor: DriftMonitor,
    private readonly prices: SectionPrices,
  ) {}

  get onDidChangeCodeLenses(): vscode.Event<void> {
    return this.monitor.onDidChange;
  }

  async provideCodeLenses({ uri }: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const settings = new Settings(uri);
    if (sourceOf(uri) || !settings.get('codeLens') || !this.monitor.find(uri)) return [];
    const found = await this.monitor.findPresent(uri);
    if (!found || found.source.drift.spec === 'missing') return [];
    const mayAsk = settings.get('provider') !== 'outline' && vscode.workspace.isTrusted;
    return staleSections(found.source.drift).filter(isAboutCode).flatMap((section) => lensesFor(section, uri, mayAsk ? found.source : undefined));
  }

  async resolveCodeLens(lens: vscode.CodeLens, token: vscode.CancellationToken): Promise<vscode.CodeLens> {
    if (!(lens instanceof UpdateLens)) return lens;
    const cancelled = new AbortController();
    token.onCancellationRequested(() => cancelled.abort());
    const price = await this.prices.of(lens.source, lens.watched, lens.id, cancelled.signal);
    lens.command = { title: updateTitle(price), command: commandId('updateSection'), arguments: [lens.source, lens.id], tooltip: t('Asks the model for this section anew. What a person wrote is not replaced: the new text is offered beside it.') };
    return lens;
  }
}

/** `watched`: what a model may be asked with; absent where none is. */
function lensesFor(section: SectionDrift, source: vscode.Uri, watched: WatchedSource | undefined): vscode.CodeLens[] {
  const { id, line } = section;
  const range = new vscode.Range(line - 1, 0, line - 1, 0);
  const icon = isBreaking(section) ? 'warning' : 'info';
  const lens = (title: string, command: vscode.Command['command'], tooltip: string) => new vscode.CodeLens(range, { title, command, arguments: [source, id], tooltip });
  return [
    // An ordinary space next to an icon is not drawn.
    lens(`$(${icon})\u00a0${t('Spec: {0}', changeText(section))}`, commandId('openSpec'), t('The text of "{0}" was written for something else than what is here now. Opens its section.', id)),
    ...(watched ? [new UpdateLens(range, source, watched, id)] : []),
    lens(t('Accept (still true)'), commandId('acceptSection'), t('The text of the section stays as it is, and is up to date from now on.')),
    lens(t('Show Difference'), commandId('showDifference'), t('The code that the text was written for, beside the code of today.')),
  ];
}
