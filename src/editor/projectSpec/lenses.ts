import * as vscode from 'vscode';
import { Settings } from '../settings';
import { lensPlaces } from './lensPlaces';
import { isProjectSpec } from '../../engine/project/read/isProjectSpec';
import type { SpecPart } from '../../engine/request';
import { t } from '../../l10n/localize';
import type { SpecReads } from './specReads';

/** The commands of the lenses, without `specwright.`: they are called with the spec's address and the part that they are about. */
export const LENS_COMMANDS = ['generateProject', 'previewProjectPlan'] as const;

/** "Generate" and "Preview Plan" above the spec, its entities and its endpoints. */
export class SpecLenses implements vscode.CodeLensProvider {
  constructor(private readonly reads: SpecReads) {}

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (!new Settings(document.uri).get('codeLens') || !isProjectSpec(document.uri.path, document.getText())) return [];
    const { places } = await this.reads.of(document);
    return lensPlaces(places).flatMap(({ line, part }) => {
      const range = new vscode.Range(line, 0, line, 0);
      return [
        new vscode.CodeLens(range, { title: part ? t('Generate') : t('Generate Project'), command: 'specwright.generateProject', arguments: argumentsOf(document, part), tooltip: t('Makes the files of {0} that are new or not up to date. Nothing is written before you have seen it.', nameOf(part)) }),
        new vscode.CodeLens(range, { title: t('Preview Plan'), command: 'specwright.previewProjectPlan', arguments: argumentsOf(document, part), tooltip: t('The files of {0}, and what making them costs. Nothing is sent.', nameOf(part)) }),
      ];
    });
  }
}

function argumentsOf(document: vscode.TextDocument, part: SpecPart | undefined): unknown[] {
  return part ? [document.uri, part] : [document.uri];
}

function nameOf(part: SpecPart | undefined): string {
  return part ? part.id : t('the project');
}
