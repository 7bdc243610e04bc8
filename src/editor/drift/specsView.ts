import * as vscode from 'vscode';
import { commandId, CONTEXT_KEYS } from '../contributions';
import { uriIn } from '../documents';
import { plural, t } from '../../l10n/localize';
import { mayHaveSpecs } from '../outputFolder';
import type { DriftMonitor } from './driftMonitor';
import type { SectionAddress } from './sectionAt';
import { badgeText, treeModel, type DriftState, type GroupName, type TreeFile, type TreeGroup, type TreeModel, type TreeSection } from './treeModel';

/** What is handed to the commands of the view: the source, and of a section its id. */
export type SpecsNode = { readonly group: TreeGroup } | FileNode | SectionNode;
interface FileNode {
  readonly file: TreeFile;
  readonly source: vscode.Uri;
  readonly spec: vscode.Uri;
}
interface SectionNode extends SectionAddress {
  readonly section: TreeSection;
  readonly parent: FileNode;
}

const GROUP_ICONS: Readonly<Record<GroupName, string>> = { stale: 'warning', moved: 'arrow-right', missing: 'circle-outline', orphaned: 'debug-disconnect', current: 'pass' };

/** The view "Specs": what is stale, moved, missing, orphaned, file by file and section by section. Where there is nothing it says so, and offers the first step. */
export class SpecsView implements vscode.TreeDataProvider<SpecsNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #view: vscode.TreeView<SpecsNode>;
  #model: TreeModel = treeModel([]);
  #monitor: DriftMonitor | undefined;

  /** @param begin has the specs looked at: somebody opened the view */
  constructor(private readonly begin: () => Promise<unknown>) {
    this.#view = vscode.window.createTreeView('specwright.specs', { treeDataProvider: this, showCollapseAll: true });
  }

  follow(monitor: DriftMonitor): vscode.Disposable {
    this.#monitor = monitor;
    void mayHaveSpecs().then((may) => monitor.folders.length === 0 && this.#tell(may ? 'reading' : 'none'));
    return monitor.onDidChange(() => this.#show(monitor));
  }

  get onDidChangeTreeData(): vscode.Event<void> {
    return this.#changed.event;
  }

  async getChildren(node?: SpecsNode): Promise<SpecsNode[]> {
    if (!this.#monitor) await this.begin();
    if (!node) return this.#model.groups.map((group) => ({ group }));
    if ('group' in node) return node.group.files.map((file) => this.#fileNode(file));
    if ('file' in node) return node.file.sections.map((section) => ({ section, parent: node, source: node.source, id: section.id }));
    return [];
  }

  getTreeItem(node: SpecsNode): vscode.TreeItem {
    if ('group' in node) return groupItem(node.group);
    return 'file' in node ? fileItem(node) : sectionItem(node);
  }

  dispose(): void {
    this.#view.dispose();
    this.#changed.dispose();
  }

  #fileNode(file: TreeFile): FileNode {
    const folder = this.#monitor!.folders[file.folder]!.folder.uri;
    return { file, source: uriIn(folder, file.source), spec: uriIn(folder, file.specPath) };
  }

  #show(monitor: DriftMonitor): void {
    this.#model = treeModel(monitor.folders.map(({ folder, isComplete, sources, orphaned, moved }) => ({ name: folder.name, isComplete, drifts: [...sources.values()].map(({ drift }) => drift), orphaned, moved })));
    const { state, specs, open } = this.#model;
    this.#view.badge = open > 0 ? { value: open, tooltip: badgeText(this.#model) } : undefined;
    this.#tell(state, specs);
    this.#changed.fire();
  }

  /** Above the tree, and to conditions in the manifest. */
  #tell(state: DriftState, specs = 0): void {
    this.#view.message = state === 'current' ? plural(specs, 'The spec is up to date.', 'All {0} specs are up to date.') : state === 'reading' ? t('Looking at the specs…') : undefined;
    void vscode.commands.executeCommand('setContext', CONTEXT_KEYS.drift, state);
  }
}

function groupItem({ name, label, files }: TreeGroup): vscode.TreeItem {
  // What is missing or up to date may be long, and nothing has to be done about it.
  const item = new vscode.TreeItem(label, name === 'missing' || name === 'current' ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.Expanded);
  item.id = name;
  item.description = String(files.length);
  item.iconPath = new vscode.ThemeIcon(GROUP_ICONS[name]);
  item.contextValue = `group-${name}`;
  item.accessibilityInformation = { label: plural(files.length, '{1}: {0} file', '{1}: {0} files', label) };
  return item;
}

function fileItem({ file, source, spec }: FileNode): vscode.TreeItem {
  const { group, label, description, sections } = file;
  const shown = group === 'orphaned' ? spec : source;
  const item = new vscode.TreeItem(label, sections.length > 0 ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.None);
  item.id = `${group} ${shown.toString()}`;
  item.description = description;
  item.resourceUri = shown;
  item.iconPath = vscode.ThemeIcon.File;
  item.contextValue = `file-${group}`;
  if (group === 'moved') item.tooltip = t('{0}: its spec is still at {1}. An update takes it along.', file.source, file.specPath);
  item.command = { title: t('Open'), command: 'vscode.open', arguments: [shown] };
  item.accessibilityInformation = { label: [label, description, sections.length > 0 ? plural(sections.length, '{0} section out of date', '{0} sections out of date') : ''].filter(Boolean).join(', ') };
  return item;
}

function sectionItem({ section, source, id }: SectionNode): vscode.TreeItem {
  const item = new vscode.TreeItem(id, vscode.TreeItemCollapsibleState.None);
  item.id = `${source.toString()}#${id}`;
  item.description = section.isPersons ? t('{0} · your text', section.description) : section.description;
  item.iconPath = section.isBreaking ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground')) : new vscode.ThemeIcon('info');
  item.contextValue = 'section';
  item.tooltip = `${id}: ${item.description}`;
  item.command = { title: t('Go to Code'), command: commandId('openSource'), arguments: [{ source, id }] };
  item.accessibilityInformation = { label: `${id}, ${item.description}` };
  return item;
}
