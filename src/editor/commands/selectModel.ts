import * as vscode from 'vscode';
import { commandId, PROVIDER_TITLES, type HostedProvider } from '../contributions';
import type { EngineHost } from '../engineHost';
import { modelDetail } from '../modelDetail';
import type { Secrets } from '../secrets';
import { chooseSetting, Settings } from '../settings';

interface Choice extends vscode.QuickPickItem {
  /** Absent: no model. */
  readonly provider?: HostedProvider;
  readonly model?: string;
  readonly isOther?: boolean;
}

/** Chooses who writes the prose, with what each model costs; then asks for the key if there is none. */
export function selectModel(host: EngineHost, secrets: Secrets) {
  return async (): Promise<void> => {
    const { knownModels, describeModel, DEFAULT_MODELS } = await host.load();
    const settings = new Settings();
    const current = settings.get('provider') === 'outline' ? undefined : settings.get('model') || DEFAULT_MODELS.anthropic;
    const byDefault = DEFAULT_MODELS.anthropic;
    const models = [byDefault, ...knownModels('anthropic').filter((model) => model !== byDefault)].map((model): Choice => ({
      label: `$(${model === current ? 'check' : 'sparkle'}) ${model}`,
      description: model === byDefault ? 'default' : undefined,
      detail: modelDetail(describeModel('anthropic', model)),
      provider: 'anthropic',
      model,
    }));
    const choices: Choice[] = [
      { label: `$(${current === undefined ? 'check' : 'list-tree'}) outline`, description: 'facts only, no key needed', detail: 'Read from the syntax tree. Nothing is sent, nothing is paid.' },
      { label: PROVIDER_TITLES.anthropic, kind: vscode.QuickPickItemKind.Separator },
      ...models,
      { label: '$(edit) Another model…', detail: 'By its id, such as one that a gateway offers.', provider: 'anthropic', isOther: true },
    ];
    const choice = await vscode.window.showQuickPick(choices, { title: 'Provider and Model', placeHolder: 'Who writes the prose of the specs?', matchOnDetail: true });
    if (!choice) return;
    if (!choice.provider) return chooseSetting('provider', 'outline');
    const model = choice.isOther ? await askForModel(settings.get('model')) : choice.model;
    if (model === undefined) return;
    await chooseSetting('provider', choice.provider);
    await chooseSetting('model', model === DEFAULT_MODELS[choice.provider] ? undefined : model);
    if ((await secrets.apiKey(choice.provider)) === undefined) await vscode.commands.executeCommand(commandId('setApiKey'));
  };
}

async function askForModel(value: string): Promise<string | undefined> {
  const answer = await vscode.window.showInputBox({ title: 'Model', prompt: 'The id of the model, as the provider or gateway calls it. Its price is not known to Specwright.', value, validateInput: (text) => (/\s/.test(text.trim()) || text.trim() === '' ? 'An id without spaces.' : undefined) });
  return answer?.trim();
}
