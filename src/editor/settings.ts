import * as vscode from 'vscode';
import { InputError } from '../engine/inputError';
import { SETTINGS, type SettingName, type SettingValue } from './contributions';
import { settingProblem } from './settingProblem';

const SECTION = 'specwright';

/** The settings as they hold for one workspace folder, read when they are asked for. */
export class Settings {
  readonly #configuration: vscode.WorkspaceConfiguration;

  constructor(folder?: vscode.Uri) {
    this.#configuration = vscode.workspace.getConfiguration(SECTION, folder);
  }

  /** @throws InputError for a value that the manifest does not allow */
  get<N extends SettingName>(name: N): SettingValue<N> {
    const value = this.#configuration.get<unknown>(name, SETTINGS[name].default);
    const problem = settingProblem(name, SETTINGS[name], value);
    if (problem !== undefined) throw new InputError(problem);
    return value as SettingValue<N>;
  }

  /** The value if a person chose it, wherever they did; `undefined` where only the default holds. */
  chosen<N extends SettingName>(name: N): SettingValue<N> | undefined {
    const found = this.#configuration.inspect(name);
    const isChosen = [found?.globalValue, found?.workspaceValue, found?.workspaceFolderValue].some((value) => value !== undefined);
    return isChosen ? this.get(name) : undefined;
  }
}

/** Globs that the person hides everywhere in VS Code, as the engine writes them. One that depends on a sibling (`{ "when": … }`) is left out. */
export function hiddenFiles(folder: vscode.Uri): string[] {
  const excluded = vscode.workspace.getConfiguration('files', folder).get<Record<string, unknown>>('exclude', {});
  // In VS Code a glob without a slash is a name in the folder itself, not in every folder below.
  return Object.keys(excluded).filter((glob) => excluded[glob] === true).map((glob) => (glob.includes('/') ? glob : `/${glob}`));
}

/** For the whole window, where the person keeps it already: in the workspace, else in the user settings. */
export async function chooseSetting<N extends SettingName>(name: N, value: SettingValue<N> | undefined): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(SECTION);
  const inWorkspace = configuration.inspect(name)?.workspaceValue !== undefined;
  await configuration.update(name, value, inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global);
}

export function onDidChangeSettings(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(SECTION)) listener();
  });
}
