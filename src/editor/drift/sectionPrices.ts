import * as vscode from 'vscode';
import type { WatchedSource } from '../../engine/drift/watchSources';
import { effectiveProvider } from '../chooseWriter';
import { VSCODE_PROVIDER } from '../contributions';
import type { EngineHost } from '../engineHost';
import { planInFolders } from '../runInFolders';
import type { Secrets } from '../secrets';
import { onDidChangeSettings, Settings } from '../settings';
import { targetsOf } from '../targets';
import type { Price } from './driftWords';

/** What an update of one section would cost, by the plan that a run would make. No call is made. */
export class SectionPrices implements vscode.Disposable {
  /** By what was known of the source: with another text it is another price. */
  #known = new WeakMap<WatchedSource, Map<string, Price | undefined>>();
  readonly #watch: vscode.Disposable;

  constructor(
    private readonly host: EngineHost,
    private readonly secrets: Secrets,
  ) {
    const forget = () => (this.#known = new WeakMap());
    this.#watch = vscode.Disposable.from(onDidChangeSettings(forget), secrets.onDidChange(forget));
  }

  /** `undefined`: no model would be asked, or it cannot be told. */
  async of(source: vscode.Uri, watched: WatchedSource, id: string, signal: AbortSignal): Promise<Price | undefined> {
    const known = this.#known.get(watched) ?? new Map<string, Price | undefined>();
    this.#known.set(watched, known);
    if (known.has(id)) return known.get(id);
    const price = await this.#plan(source, id, signal);
    if (!signal.aborted) known.set(id, price);
    return price;
  }

  dispose(): void {
    this.#watch.dispose();
  }

  async #plan(source: vscode.Uri, id: string, signal: AbortSignal): Promise<Price | undefined> {
    try {
      const [target] = await targetsOf([source]);
      const { provider } = await effectiveProvider(new Settings(target!.folder), this.secrets);
      if (provider === 'outline') return undefined;
      // VS Code tells no prices, and to ask it for a model may wake an extension.
      if (provider === VSCODE_PROVIDER) return { isAnswered: false };
      const sections = target!.paths.map((path) => ({ path, ids: [id] }));
      const [plan] = (await planInFolders([{ ...target!, sections }], { host: this.host, secrets: this.secrets }, signal, 'update')) ?? [];
      const estimate = plan?.result.estimate;
      return estimate && { costUsd: estimate.costUsd, isAnswered: estimate.calls === 0 };
    } catch {
      // The command says what is wrong: there is no key, a setting cannot be right.
      return undefined;
    }
  }
}
