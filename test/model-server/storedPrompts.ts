import type { PromptBlock } from './promptCache';
import { countTokens } from './tokens';

export interface StoredPrompt {
  /** `cachedContents/…` */
  readonly name: string;
  readonly model: string;
  readonly blocks: readonly PromptBlock[];
  readonly tokens: number;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** Prompts that were stored under a name, until their time is up. One of these belongs to one server. */
export class StoredPrompts {
  readonly #prompts = new Map<string, StoredPrompt>();
  #count = 0;

  /** `now` in milliseconds. */
  constructor(private readonly now: () => number) {}

  add(model: string, blocks: readonly PromptBlock[], lifetimeMs: number): StoredPrompt {
    const name = `cachedContents/stored${++this.#count}`;
    const tokens = blocks.reduce((sum, { text }) => sum + countTokens(text), 0);
    const prompt = { name, model, blocks, tokens, createdAt: this.now(), expiresAt: this.now() + lifetimeMs };
    this.#prompts.set(name, prompt);
    return prompt;
  }

  get(name: string): StoredPrompt | undefined {
    const prompt = this.#prompts.get(name);
    return prompt && prompt.expiresAt > this.now() ? prompt : undefined;
  }

  list(): readonly StoredPrompt[] {
    return [...this.#prompts.keys()].flatMap((name) => this.get(name) ?? []);
  }

  delete(name: string): void {
    this.#prompts.delete(name);
  }
}
