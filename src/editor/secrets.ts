import * as vscode from 'vscode';
import { CONTEXT_KEYS, HOSTED_PROVIDERS, type HostedProvider } from './contributions';

/** Keys, in VS Code's secret storage and nowhere else: neither in settings nor from the environment. */
export class Secrets implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #watch: vscode.Disposable;

  constructor(private readonly storage: vscode.SecretStorage) {
    this.#watch = storage.onDidChange(() => this.#told());
    this.#told();
  }

  /** Also when another window stored or cleared a key. */
  get onDidChange(): vscode.Event<void> {
    return this.#changed.event;
  }

  async apiKey(provider: HostedProvider): Promise<string | undefined> {
    return (await this.storage.get(nameOf(provider))) || undefined;
  }

  /** Providers that have a key, in their order. */
  async providersWithKey(): Promise<readonly HostedProvider[]> {
    const keys = await Promise.all(HOSTED_PROVIDERS.map((provider) => this.apiKey(provider)));
    return HOSTED_PROVIDERS.filter((_, i) => keys[i] !== undefined);
  }

  async setApiKey(provider: HostedProvider, key: string): Promise<void> {
    await this.storage.store(nameOf(provider), key);
  }

  async clearApiKey(provider: HostedProvider): Promise<void> {
    await this.storage.delete(nameOf(provider));
  }

  dispose(): void {
    this.#watch.dispose();
    this.#changed.dispose();
  }

  #told(): void {
    void this.providersWithKey().then(({ length }) => vscode.commands.executeCommand('setContext', CONTEXT_KEYS.hasApiKey, length > 0));
    this.#changed.fire();
  }
}

function nameOf(provider: HostedProvider): string {
  return `specwright.${provider}.apiKey`;
}
