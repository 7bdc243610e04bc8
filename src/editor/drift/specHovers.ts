import * as vscode from 'vscode';
import { sectionPlaces } from '../../engine/write/sectionPlaces';
import { commandId } from '../contributions';
import { openDocument, uriIn } from '../documents';
import { t } from '../../l10n/localize';
import { sourceOf } from '../targets';
import type { DriftMonitor, Watched } from './driftMonitor';
import { changeText } from './driftWords';
import { firstLines } from './firstLines';

/** Over the name of a symbol: how its section begins, and the way there. Over a name that is declared elsewhere: the same, by way of its definition. */
export class SpecHovers implements vscode.HoverProvider {
  constructor(private readonly monitor: DriftMonitor) {}

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    if (sourceOf(document.uri) || !this.monitor.find(document.uri)) return undefined;
    const range = document.getWordRangeAtPosition(position);
    if (!range) return undefined;
    const word = document.getText(range);
    const here = await this.monitor.findPresent(document.uri);
    const own = here?.source.symbols.find(({ name, line }) => name === word && line === position.line + 1);
    const [found, id] = here && own ? [here, own.id] : await this.#declared(document.uri, position, word);
    const text = found && id !== undefined ? await this.#textOf(found, id) : undefined;
    return text && new vscode.Hover(text, range);
  }

  async #declared(uri: vscode.Uri, position: vscode.Position, word: string): Promise<[Watched | undefined, string | undefined]> {
    const definitions = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>('vscode.executeDefinitionProvider', uri, position);
    for (const definition of definitions ?? []) {
      const [target, at] = 'targetUri' in definition ? [definition.targetUri, definition.targetSelectionRange ?? definition.targetRange] : [definition.uri, definition.range];
      const found = this.monitor.find(target);
      const symbol = found?.source.symbols.find(({ name, line }) => name === word && line === at.start.line + 1);
      if (found && symbol) return [found, symbol.id];
    }
    return [undefined, undefined];
  }

  async #textOf({ watch, uri, source }: Watched, id: string): Promise<vscode.MarkdownString | undefined> {
    const spec = uriIn(watch.folder.uri, source.drift.specPath);
    const text = openDocument(spec)?.getText() ?? (await vscode.workspace.fs.readFile(spec).then((bytes) => Buffer.from(bytes).toString(), () => ''));
    const prose = sectionPlaces(text).find((place) => place.id === id)?.prose;
    if (!prose) return undefined;
    const section = source.drift.sections.find((one) => one.id === id);
    const hover = new vscode.MarkdownString(firstLines(prose), true);
    hover.isTrusted = { enabledCommands: [commandId('openSpec')] };
    const isStale = section?.state === 'stale' ? `$(warning) ${t('{0} since this was written', changeText(section))} · ` : '';
    hover.appendMarkdown(`\n\n${isStale}[${t('Open Spec')}](command:${commandId('openSpec')}?${encodeURIComponent(JSON.stringify([uri.toString(), id]))})`);
    return hover;
  }
}
