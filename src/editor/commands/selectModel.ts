import * as vscode from 'vscode';
import { accessTo, effectiveProvider, mayDoWithoutKey } from '../chooseWriter';
import { commandId, HOSTED_PROVIDERS, PROVIDER_TITLES, SETTINGS, VSCODE_PROVIDER, type HostedProvider } from '../contributions';
import type { Engine, EngineHost } from '../engineHost';
import { nameOfModel } from '../languageModel';
import { listedModels } from '../listedModels';
import { plural, t } from '../../l10n/localize';
import { modelDetail } from '../modelDetail';
import { offeredModelDetail, offeredModels } from '../offeredModels';
import type { Secrets } from '../secrets';
import { settingProblem } from '../settingProblem';
import { chooseSetting, Settings } from '../settings';

interface Choice extends vscode.QuickPickItem {
  /** Absent: no model. */
  readonly provider?: HostedProvider | typeof VSCODE_PROVIDER;
  readonly model?: string;
  readonly step?: 'type' | 'list' | 'server' | 'extensions';
}

/**
 * Chooses who writes the prose, with what each model costs; then asks for the key if there is none. Where there are specs, leads to what it would cost to have them all from the new model.
 * @param hasSpecs whether there are specs in the workspace, as far as is known
 */
export function selectModel(host: EngineHost, secrets: Secrets, hasSpecs: () => boolean) {
  return async (): Promise<void> => {
    const engine = await host.load();
    const before = await currentChoice(engine, secrets);
    await choose(engine, before, secrets);
    const now = await currentChoice(engine, secrets);
    if (now && (now.provider !== before?.provider || now.model !== before.model) && hasSpecs()) void offerToRenew(now.model);
  };
}

async function choose(engine: Engine, current: Current, secrets: Secrets): Promise<unknown> {
  const choices = offeredModels().then((offered) => choicesOf(engine, offered, current));
  // The walkthrough takes the focus back as it marks its step as done.
  const choice = await vscode.window.showQuickPick(choices, { title: t('Provider and Model'), placeHolder: t('Who writes the prose of the specs?'), matchOnDescription: true, matchOnDetail: true, ignoreFocusOut: true });
  if (!choice) return undefined;
  const { provider } = choice;
  if (choice.step === 'extensions') return vscode.commands.executeCommand('workbench.extensions.search', 'tag:"language-models"');
  if (!provider) return chooseSetting('provider', 'outline');
  if (provider === VSCODE_PROVIDER) {
    await chooseSetting('provider', provider);
    return chooseSetting('model', choice.model);
  }
  if (choice.step === 'server' && !(await askForServer())) return undefined;
  const model = await modelOf(choice, provider, engine, secrets);
  if (model === undefined) return undefined;
  await chooseSetting('provider', provider);
  await chooseSetting('model', model === engine.DEFAULT_MODELS[provider] ? undefined : model);
  const hasKey = (await secrets.apiKey(provider)) !== undefined || mayDoWithoutKey(provider, new Settings().get(`${provider}.baseUrl`) || undefined);
  return hasKey ? undefined : vscode.commands.executeCommand(commandId('setApiKey'), provider);
}

/** What other models wrote stays as it is, unless the person wants to pay for more. */
async function offerToRenew(model: string): Promise<void> {
  const renew = t('What Would It Cost?');
  const answer = await vscode.window.showInformationMessage(t('{0} writes what is asked for from now on. What another model wrote stays, until you have it renewed.', model || t('The new model')), renew);
  if (answer === renew) await vscode.commands.executeCommand(commandId('renewSpecs'));
}

type Current = { readonly provider: HostedProvider | typeof VSCODE_PROVIDER; readonly model: string } | undefined;

/** What writes the prose now; `undefined`: nothing does. */
async function currentChoice({ DEFAULT_MODELS }: Engine, secrets: Secrets): Promise<Current> {
  const settings = new Settings();
  // A provider without a key is chosen all the same.
  const chosen = settings.get('provider');
  const provider = chosen === 'auto' ? (await effectiveProvider(settings, secrets)).provider : chosen;
  if (provider === 'outline') return undefined;
  return { provider, model: settings.get('model') || (provider === VSCODE_PROVIDER ? '' : DEFAULT_MODELS[provider]) };
}

/** The default of each provider at the top, so that nobody has to scroll past one provider to find another. */
function choicesOf(engine: Engine, offered: readonly vscode.LanguageModelChat[], current: Current): Choice[] {
  const outline = { label: `$(${current === undefined ? 'check' : 'list-tree'}) outline`, description: t('facts only, no key needed'), detail: t('Read from the syntax tree. Nothing is sent, nothing is paid.') };
  const defaults = HOSTED_PROVIDERS.map((provider) => choiceOf(provider, engine.DEFAULT_MODELS[provider], engine, current));
  return [outline, separator(t('Defaults')), ...defaults, separator('VS Code'), ...choicesOfVscode(offered, current), ...HOSTED_PROVIDERS.flatMap((provider) => choicesOfProvider(provider, engine, current))];
}

/** Models that other extensions offer, with no key; or how to come to one. */
function choicesOfVscode(offered: readonly vscode.LanguageModelChat[], current: Current): Choice[] {
  if (offered.length === 0) return [{ label: `$(extensions) ${t('No model of VS Code is there')}`, detail: t('Install an extension that offers some, such as GitHub Copilot, and sign in to it. No key is needed then.'), step: 'extensions' }];
  return offered.map((chat) => {
    const model = nameOfModel(chat);
    const isCurrent = current?.provider === VSCODE_PROVIDER && current.model === model;
    return { label: `$(${isCurrent ? 'check' : 'sparkle'}) ${model}`, description: 'VS Code', detail: offeredModelDetail(chat), provider: VSCODE_PROVIDER, model };
  });
}

function choicesOfProvider(provider: HostedProvider, engine: Engine, current: Current): Choice[] {
  const title = PROVIDER_TITLES[provider];
  const others = engine.knownModels(provider).filter((model) => model !== engine.DEFAULT_MODELS[provider]);
  return [
    separator(title),
    ...others.map((model) => choiceOf(provider, model, engine, current)),
    ...(provider === 'openai' ? [{ label: `$(server) ${t("A server that speaks OpenAI's protocol…")}`, detail: t('Ollama, LM Studio, vLLM, OpenRouter, a gateway: by its address.'), provider, step: 'server' as const }] : []),
    { label: `$(cloud) ${t('What {0} offers now…', title)}`, detail: t('Asks the server for its list, which costs nothing.'), provider, step: 'list' },
    { label: `$(edit) ${t('Another model of {0}…', title)}`, detail: t('By its id, such as one that a gateway offers.'), provider, step: 'type' },
  ];
}

function choiceOf(provider: HostedProvider, model: string, { describeModel }: Engine, current: Current): Choice {
  const isCurrent = provider === current?.provider && model === current.model;
  return { label: `$(${isCurrent ? 'check' : 'sparkle'}) ${model}`, description: PROVIDER_TITLES[provider], detail: modelDetail(describeModel(provider, model)), provider, model };
}

function separator(label: string): Choice {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

/** `undefined`: the person went away. */
async function modelOf({ step, model }: Choice, provider: HostedProvider, engine: Engine, secrets: Secrets): Promise<string | undefined> {
  const settings = new Settings();
  if (step === undefined) return model;
  if (step === 'type') return askForModel(settings.get('model'));
  // A server that wants a key says so, and its message leads to the command that sets one.
  const models = await listedModels(await accessTo(provider, settings, secrets), engine, settings);
  if (!models) return undefined;
  if (models.length === 0) return askForModel('');
  const items = models.map((one) => ({ label: one.id, detail: one.detail }));
  return (await vscode.window.showQuickPick(items, { title: t('Model'), placeHolder: plural(items.length, '{0} models', '{0} models'), matchOnDetail: true }))?.label;
}

async function askForModel(value: string): Promise<string | undefined> {
  const answer = await vscode.window.showInputBox({ title: t('Model'), prompt: t('The id of the model, as the provider or gateway calls it. Its price may not be known to Specwright.'), value, validateInput: (text) => (/\s/.test(text.trim()) || text.trim() === '' ? t('An id without spaces.') : undefined) });
  return answer?.trim();
}

const OLLAMA = 'http://localhost:11434/v1';

/** Puts the address into the settings. Resolves to whether there is one now. */
async function askForServer(): Promise<boolean> {
  const answer = await vscode.window.showInputBox({
    title: t('Server'),
    prompt: t('Its address, such as {0} (Ollama) or http://localhost:1234/v1 (LM Studio). Code is sent there.', OLLAMA),
    value: new Settings().get('openai.baseUrl') || OLLAMA,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? t('An address.') : settingProblem('openai.baseUrl', SETTINGS['openai.baseUrl'], text.trim())),
  });
  const address = answer?.trim() ?? '';
  if (address === '') return false;
  await chooseSetting('openai.baseUrl', address);
  return true;
}
