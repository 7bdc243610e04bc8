import * as vscode from 'vscode';
import type { EngineHost } from '../engineHost';
import { isProjectSpec } from '../../engine/project/read/isProjectSpec';
import type { SpecWord } from './schemaWords';

/** Red Hat's YAML extension takes our schema from the manifest: keys and what they mean come from there, then. */
const YAML_EXTENSION = 'redhat.vscode-yaml';

const KINDS: Readonly<Record<SpecWord['kind'], vscode.CompletionItemKind>> = {
  key: vscode.CompletionItemKind.Property,
  type: vscode.CompletionItemKind.Keyword,
  entity: vscode.CompletionItemKind.Class,
  value: vscode.CompletionItemKind.EnumMember,
};

/** Keys, types and names of entities in a project spec in YAML or Markdown. In JSON the editor has them from the schema. */
export class SpecCompletions implements vscode.CompletionItemProvider {
  constructor(private readonly host: Pick<EngineHost, 'load'>) {}

  async provideCompletionItems(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.CompletionItem[]> {
    if (!isHere(document, position)) return [];
    const { wordsAt } = await this.host.load();
    const { words, start } = wordsAt(document.getText(), position.line, position.character, !hasYamlExtension(document));
    const range = new vscode.Range(position.line, Math.min(start, position.character), position.line, position.character);
    return words.map((word, i) => itemOf(word, range, i));
  }
}

/** What a key of a project spec means. */
export class SpecKeyHovers implements vscode.HoverProvider {
  constructor(private readonly host: Pick<EngineHost, 'load'>) {}

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    if (!isHere(document, position) || hasYamlExtension(document)) return undefined;
    const { meaningAt } = await this.host.load();
    const meaning = meaningAt(document.getText(), position.line, position.character);
    return meaning && new vscode.Hover(new vscode.MarkdownString(meaning.text.replace(/[\\`*_{}[\]<>]/g, '\\$&')), new vscode.Range(position.line, meaning.start, position.line, meaning.end));
  }
}

function itemOf({ kind, label, description, insert }: SpecWord, range: vscode.Range, i: number): vscode.CompletionItem {
  const item = new vscode.CompletionItem(label, KINDS[kind]);
  item.range = range;
  if (description !== undefined) item.documentation = description;
  if (insert !== undefined) item.insertText = insert;
  // In the order of the schema, which is that of a spec.
  item.sortText = String(i).padStart(4, '0');
  return item;
}

/** In Markdown: above the end of the front matter. What stands in fenced blocks is read, but not completed. */
function isHere(document: vscode.TextDocument, { line }: vscode.Position): boolean {
  const text = document.getText();
  if (!isProjectSpec(document.uri.path, text)) return false;
  if (document.languageId !== 'markdown') return true;
  const end = text.split(/\r?\n/).findIndex((one, i) => i > 0 && /^---[ \t]*$/.test(one));
  return line > 0 && line < end;
}

function hasYamlExtension(document: vscode.TextDocument): boolean {
  return document.languageId === 'yaml' && vscode.extensions.getExtension(YAML_EXTENSION) !== undefined;
}
