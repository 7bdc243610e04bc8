/** What travels between us and the Gemini API (`v1beta`), as far as we use it. Named as on the wire; the rest of the provider knows no SDK. */

export interface WirePart {
  readonly text?: string;
  /** A summary of the model's thinking, not of the answer. */
  readonly thought?: boolean;
}

export interface WireContent {
  readonly role: 'system' | 'user';
  readonly parts: readonly { readonly text: string }[];
}

export interface WirePrompt {
  readonly systemInstruction?: WireContent;
  readonly contents: readonly WireContent[];
}

export interface WireRequest extends WirePrompt {
  /** Name of a stored prefix; a request that has one takes no system instruction of its own. */
  readonly cachedContent?: string;
  readonly generationConfig: {
    readonly maxOutputTokens: number;
    readonly thinkingConfig?: {
      /** Gemini 3 and later. Never together with a budget. */
      readonly thinkingLevel?: 'low' | 'medium' | 'high';
      /** Gemini 2.5, in tokens. */
      readonly thinkingBudget?: number;
      readonly includeThoughts?: boolean;
    };
  };
}

/** One event of a streamed answer. A gateway's keep-alive arrives as an empty one. */
export interface WireChunk {
  readonly candidates?: readonly {
    readonly index?: number;
    readonly content?: { readonly parts?: readonly WirePart[] };
    readonly finishReason?: string;
  }[];
  readonly promptFeedback?: { readonly blockReason?: string };
  readonly usageMetadata?: WireUsage;
  /** A failure after HTTP has said 200. */
  readonly error?: WireError;
}

/** Totals so far; those of the last event are final. */
export interface WireUsage {
  /** The whole prompt, what was read from a cache included. */
  readonly promptTokenCount?: number;
  readonly cachedContentTokenCount?: number;
  /** The answer without the thinking. */
  readonly candidatesTokenCount?: number;
  readonly thoughtsTokenCount?: number;
}

export interface WireError {
  readonly code?: number;
  readonly message?: string;
  /** A name of google.rpc.Code, such as `RESOURCE_EXHAUSTED`. */
  readonly status?: string;
  readonly details?: readonly WireErrorDetail[];
}

/** google.rpc.ErrorInfo, RetryInfo and QuotaFailure in one; which one it is stands in `@type`. */
export interface WireErrorDetail {
  readonly '@type'?: string;
  readonly reason?: string;
  /** A duration such as `36s` or `0.5s`. */
  readonly retryDelay?: string;
  readonly violations?: readonly { readonly quotaId?: string; readonly quotaValue?: string }[];
}

export interface WireStored {
  /** `cachedContents/…` */
  readonly name: string;
  readonly usageMetadata?: { readonly totalTokenCount?: number };
}

export interface WireModel {
  /** `models/…` */
  readonly name: string;
  readonly inputTokenLimit?: number;
  readonly outputTokenLimit?: number;
  readonly supportedGenerationMethods?: readonly string[];
}
