import * as vscode from 'vscode';
import { InputError } from '../engine/inputError';
import type { Writer } from '../engine/roles';
import { VSCODE_PROVIDER } from './contributions';
import type { EngineHost } from './engineHost';
import { languageModel, nameOfModel } from './languageModel';
import { t } from '../l10n/localize';
import { contextText } from './modelDetail';
import type { Settings } from './settings';

/** Extensions may ask a server what it has. A person who wants to choose does not wait longer than this, in milliseconds. */
const LONGEST_WAIT_MS = 5_000;

/** What extensions offer through VS Code at the moment. Asks nobody for consent. Empty where there is none, or the extensions do not answer. */
export async function offeredModels(selector: vscode.LanguageModelChatSelector = {}): Promise<readonly vscode.LanguageModelChat[]> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<never[]>((resolve) => (timer = setTimeout(() => resolve([]), LONGEST_WAIT_MS)));
  try {
    return await Promise.race([vscode.lm.selectChatModels(selector), enough]);
  } finally {
    clearTimeout(timer);
  }
}

/** `GPT-5 · gpt-5 · 128K context · cost unknown`. */
export function offeredModelDetail({ name, family, id, maxInputTokens }: vscode.LanguageModelChat): string {
  return [name, ...(family === id || family === name ? [] : [family]), contextText(maxInputTokens), t('cost unknown')].filter(Boolean).join(' · ');
}

/**
 * The model of this name, `vendor/id`, with the places that its runs share.
 * @throws InputError where the name is none, or the model is not there now
 */
export async function openOfferedModel(name: string, settings: Settings, host: EngineHost): Promise<Required<Writer>> {
  // Ids may have slashes of their own.
  const [vendor, ...id] = name.split('/');
  if (!vendor || id.length === 0) throw new InputError(t('No model of VS Code is chosen. Choose one with "Specwright: Select Provider and Model".'));
  const [chat] = await offeredModels({ vendor, id: id.join('/') });
  if (!chat) {
    throw new InputError(t('VS Code offers no model "{0}" at the moment: its extension may be switched off, or want you to sign in. Choose another model with "Specwright: Select Provider and Model".', name));
  }
  const model = languageModel(chat);
  const pool = await host.pool(`${VSCODE_PROVIDER} ${nameOfModel(chat)}`, Math.min(settings.get('concurrency'), model.limits.concurrency ?? Infinity));
  return { model, pool };
}
