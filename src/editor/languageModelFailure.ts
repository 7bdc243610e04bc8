import { ProviderError, type ProviderErrorKind, type StopReason } from '../providers/model';
import { later, t } from '../l10n/localize';

/** The model came to an end of its own, which VS Code tells as an error too. `rawStop` is its word for it. */
export interface ModelStopped {
  readonly stop: Extract<StopReason, 'refusal' | 'length' | 'context'>;
  readonly rawStop: string;
}

const CHOOSE_ANOTHER = later('choose another model with "Specwright: Select Provider and Model"');

/**
 * VS Code has codes for three failures alone; whatever else an extension throws comes with its name and its words. These are GitHub Copilot's (microsoft/vscode-copilot-chat,
 * `languageModelAccess.ts` and `chatMLFetcher.ts`), and what the hosted APIs say that extensions hand on.
 */
const STOPS: readonly (readonly [ModelStopped['stop'], RegExp])[] = [
  ['refusal', /\boff[ _-]?topic\b|\bgot filtered\b|\bcontent[ _-](?:filter|management policy)|\bResponsible AI\b/i],
  ['length', /\bresponse too long\b/i],
  ['context', /\bexceeds token limit\b|\bprompt is too long\b|\bcontext[ _]length\b|\bcontext window\b/i],
];
const TOO_OFTEN = /(?:\b|_)rate[ _-]?limit|\btoo many requests\b/i;

/** What a request that VS Code could not do, or whose stream broke off, came to. `name` is what people call the model. */
export function failureOf(error: unknown, name: string): ProviderError | ModelStopped {
  const said = wordsOf(error);
  const quoted = said === '' ? '' : ` ("${said}")`;
  const failure = (kind: ProviderErrorKind, message: string, retryable = false) => new ProviderError(message, { provider: 'vscode', kind, retryable, cause: error });
  switch (codeOf(error)) {
    case 'NoPermissions':
      return failure('auth', t('Specwright may not use {0}. Run the command again and allow it, or {1}.', name, CHOOSE_ANOTHER()));
    case 'NotFound':
      return failure('not-found', t('{0} is not there any more. Wait until its extension offers it again, or {1}.', name, CHOOSE_ANOTHER()));
    case 'Blocked':
      return failure('quota', t('{0} takes no more requests for now: its quota is used up, or there were too many at once{1}. Try again later, or {2}.', name, quoted, CHOOSE_ANOTHER()));
    case 'ChatQuotaExceeded':
      return failure('quota', t('The quota of {0} is used up{1}. Try again later, or {2}.', name, quoted, CHOOSE_ANOTHER()));
    case 'ChatRateLimited':
      return failure('rate', t('The rate limit of {0} was reached{1}.', name, quoted), true);
  }
  for (const [stop, words] of STOPS) if (words.test(said)) return { stop, rawStop: said };
  if (TOO_OFTEN.test(said)) return failure('rate', t('The rate limit of {0} was reached{1}.', name, quoted), true);
  // Nobody can tell whether it would fail again. Nothing was delivered where it is asked again, and not often.
  return failure('server', t('{0} failed to answer{1}.', name, quoted), true);
}

/** The code of VS Code's own error, or the name that an extension gave to one. The class does not survive the way between processes where the name was changed. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name !== 'LanguageModelError') return error.name;
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** The messages of an error and of its causes, on one line. */
function wordsOf(error: unknown): string {
  const messages: string[] = [];
  for (let one = error; one instanceof Error && messages.length < 3; one = one.cause) if (!messages.includes(one.message)) messages.push(one.message);
  return messages.join(': ').replace(/\s+/g, ' ').replace(/[\s.]+$/, '').trim().slice(0, 300);
}
