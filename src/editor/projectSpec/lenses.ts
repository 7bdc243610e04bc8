import * as vscode from 'vscode';
import { Settings } from '../settings';
import { lensPlaces } from './lensPlaces';
import { isProjectSpec } from '../../engine/project/read/isProjectSpec';
import type { SpecPart } from '../../engine/request';
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
        new vscode.CodeLens(range, { title: part ? 'Generate' : 'Generate Project', command: 'specwright.generateProject', arguments: argumentsOf(document, part), tooltip: `Makes the files of ${nameOf(part)} that are new or not up to date. Nothing is written before you have seen it.` }),
        new vscode.CodeLens(range, { title: 'Preview Plan', command: 'specwright.previewProjectPlan', arguments: argumentsOf(document, part), tooltip: `The files of ${nameOf(part)}, and what making them costs. Nothing is sent.` }),
      ];
    });
  }
}

function argumentsOf(document: vscode.TextDocument, part: SpecPart | undefined): unknown[] {
  return part ? [document.uri, part] : [document.uri];
}

function nameOf(part: SpecPart | undefined): string {
  return part ? part.id : 'the project';
}
