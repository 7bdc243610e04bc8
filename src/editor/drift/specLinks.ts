import * as vscode from 'vscode';
import { sectionPlaces } from '../../engine/write/sectionPlaces';
import { t } from '../../l10n/localize';
import { sourceOf } from '../targets';
import type { DriftMonitor } from './driftMonitor';
import { lineOf } from './sectionAt';

class SectionLink extends vscode.DocumentLink {
  constructor(
    range: vscode.Range,
    readonly id: string,
    readonly source: vscode.Uri,
  ) {
    super(range);
    this.tooltip = t('Go to the code of "{0}"', id);
  }
}

/** The names in the headings of a spec lead to their symbols, at the lines where those stand now: a spec itself holds no line numbers, so that an edit above changes nothing below. */
export class SpecLinks implements vscode.DocumentLinkProvider<SectionLink> {
  constructor(private readonly monitor: DriftMonitor) {}

  provideDocumentLinks(document: vscode.TextDocument): SectionLink[] {
    const source = sourceOf(document.uri);
    if (!source) return [];
    return sectionPlaces(document.getText()).flatMap(({ id, line, headingLine }) => {
      const heading = document.lineAt(headingLine - 1).text;
      const name = headingLine === line ? null : /(`+)(.+?)\1/.exec(heading);
      return name ? [new SectionLink(new vscode.Range(headingLine - 1, name.index, headingLine - 1, name.index + name[0].length), id, source)] : [];
    });
  }

  async resolveDocumentLink(link: SectionLink): Promise<SectionLink> {
    const found = await this.monitor.findPresent(link.source);
    link.target = link.source.with({ fragment: `L${found ? lineOf(found, link.id) : 1}` });
    return link;
  }
}
