import type { RunResult } from '../engine/run';
import type { NoModelBecause } from './chooseWriter';
import { commandTitle } from './commandTitle';
import { COMMANDS, HOSTED_PROVIDERS, PROVIDER_TITLES, type CommandName, type HostedProvider } from './contributions';
import { later, plural, sentences, t } from '../l10n/localize';
import { cost, duration, inEditorWords, percent } from './words';

/** A button of a message. `settings` opens the setting that the message names. */
export type Step = 'openSpec' | 'openPreview' | 'manageTrust' | 'showLog' | 'setApiKey' | 'selectModel' | 'settings' | 'runAgain' | 'goOn' | 'insertRest' | 'showDifference' | 'showMetrics' | 'showResult';

export interface RunMessage {
  readonly severity: 'info' | 'warning' | 'error';
  readonly text: string;
  /** The most useful first. */
  readonly steps: readonly Step[];
}

/** What the status bar says of a run that did not end well, until the next one begins. */
export interface Problem {
  readonly kind: 'over-budget' | 'error' | 'warning';
  /** In one line. */
  readonly text: string;
}

/** What is wrong, where something is. */
export function problemOf({ severity, text }: RunMessage, statuses: readonly RunResult['status'][]): Problem | undefined {
  if (severity === 'info') return undefined;
  return { kind: statuses.includes('over-budget') ? 'over-budget' : severity, text };
}

/** What a message needs to know of a run. */
export interface RunToTell {
  readonly label: string;
  /** Its text is in a tab already: as a next step there is more in its preview. */
  readonly isShown?: boolean;
  readonly results: readonly Pick<RunResult, 'status' | 'files' | 'figures' | 'errors' | 'warnings' | 'leftOut' | 'ms'>[];
  /** Why there are facts only; absent where a model was asked. */
  readonly noModel?: NoModelBecause;
  /** Specs that a person was typing in. */
  readonly refused: number;
  /** Sections that have their prose, of all that were asked for. */
  readonly answered: number;
  readonly items: number;
}

const FACTS_ONLY: Readonly<Record<NoModelBecause, () => string>> = {
  noKey: later('Facts only, since no API key is set.'),
  untrusted: later('Facts only, since this workspace is not trusted.'),
  chosen: () => '',
};

const STEP_TO_PROSE: Readonly<Record<NoModelBecause, readonly Step[]>> = { noKey: ['setApiKey'], untrusted: ['manageTrust'], chosen: [] };

/** The one message at the end of a run: what was written, what it cost, how long it took, and what to do next. */
export function runMessage(run: RunToTell): RunMessage {
  const message = messageOf(run);
  return run.isShown ? { ...message, steps: message.steps.map((step) => (step === 'openSpec' ? 'openPreview' : step)) } : message;
}

function messageOf(run: RunToTell): RunMessage {
  const { results } = run;
  const errors = [...new Set(results.flatMap((result) => result.errors))].map(inEditorWords);
  const worst = worstOf(results.map(({ status }) => status)) ?? 'cancelled';
  if (run.refused > 0 && (worst === 'partial' || worst === 'done')) return refusedMessage(run);
  switch (worst) {
    case 'done':
      return { severity: 'info', text: sentences(written(run), run.noModel && FACTS_ONLY[run.noModel](), unverifiedOf(run), warningsOf(run)), steps: ['openSpec', ...(run.noModel ? STEP_TO_PROSE[run.noModel] : (['showMetrics'] as const)), 'showLog'] };
    case 'cancelled':
      return { severity: 'info', text: sentences(t('Cancelled.'), kept(run)), steps: hasSpec(run) ? ['goOn', 'openSpec'] : ['goOn'] };
    case 'timed-out': {
      const text = sentences(t('The time limit of the command was reached.'), kept(run), t('To give it more time, raise "specwright.timeLimits.run".'));
      return { severity: 'warning', text, steps: ['goOn', 'settings', 'openSpec'] };
    }
    case 'over-budget':
      return { severity: 'warning', text: sentences(firstOf(errors, t('The budget is used up.')), t('The ceilings are in "specwright.budget".')), steps: ['settings', 'openSpec', 'showLog'] };
    case 'partial': {
      const notComplete = hasOne(run) ? t('The spec of {0} is not complete.', run.label) : t('The specs of {0} are not complete.', run.label);
      const text = sentences(notComplete, firstOf(errors, ''), t('What came is written: run it again to ask for the rest only.'));
      return { severity: 'warning', text: tidy(text), steps: [...stepsNamedIn(text), 'runAgain', 'openSpec', 'showLog'] };
    }
    case 'failed': {
      const notWritten = hasOne(run) ? t('The spec of {0} is not written.', run.label) : t('The specs of {0} are not written.', run.label);
      const text = hasSpec(run) ? sentences(t('Only the facts of {0} could be written.', run.label), firstOf(errors, '')) : firstOf(errors, notWritten);
      return { severity: 'error', text: tidy(text), steps: [...stepsNamedIn(text), 'showLog'] };
    }
  }
}

/** The first thing that a person should know of, as a sentence behind what is told already; empty where there is none. */
export function firstProblem({ errors, warnings }: Pick<RunResult, 'errors' | 'warnings'>): string {
  const [problem, ...more] = [...new Set([...errors, ...warnings])].map(inEditorWords);
  return problem === undefined ? '' : sentences(ended(problem), moreOf(more));
}

/** What a message tells the person to do, as buttons. Messages of the engine are in English, our own in the language of the window. */
export function stepsNamedIn(text: string): Step[] {
  const steps: Step[] = [];
  const names = (name: CommandName) => text.includes(COMMANDS[name]) || text.includes(commandTitle(name));
  if (text.includes('Trust the workspace') || text.includes(t('Trust the workspace'))) steps.push('manageTrust');
  if (names('setApiKey')) steps.push('setApiKey');
  if (names('selectModel')) steps.push('selectModel');
  if (settingNamedIn(text) !== undefined) steps.push('settings');
  return steps;
}

/** `specwright.timeLimits.run`: the first setting that a message names. */
export function settingNamedIn(text: string): string | undefined {
  return /"(specwright(?:\.\w+)+)"/.exec(text)?.[1];
}

/** The provider whose key a message is about. */
export function providerNamedIn(text: string): HostedProvider | undefined {
  return HOSTED_PROVIDERS.find((provider) => text.includes(`${PROVIDER_TITLES[provider]} API key`) || text.includes(t('{0} API key', PROVIDER_TITLES[provider])));
}

const BAD_TO_GOOD = ['failed', 'over-budget', 'timed-out', 'cancelled', 'partial', 'done'] as const;

/** Nothing of nothing. */
export function worstOf(statuses: readonly RunResult['status'][]): RunResult['status'] | undefined {
  return BAD_TO_GOOD.find((status) => statuses.includes(status));
}

function written(run: RunToTell): string {
  const files = run.results.flatMap((result) => result.files);
  const changed = files.filter(({ status }) => status === 'written' || status === 'moved').length;
  const price = priceOf(run);
  const took = [price, duration(run.results.reduce((sum, { ms }) => sum + ms, 0)), savedBy(run.results.map(({ figures }) => figures))].filter(Boolean).join(t(', '));
  if (files.length === 1) return changed === 1 ? t('The spec of {0} is written ({1}).', run.label, took) : t('The spec of {0} is up to date: nothing had to be asked or changed.', run.label);
  const leftOut = run.results.reduce((sum, result) => sum + result.leftOut.length, 0);
  const out = leftOut > 0 && t('{0} left out: the log says why.', leftOut);
  if (changed === 0) return sentences(t('All {0} specs are up to date: nothing had to be asked or changed.', files.length), out);
  const rest = files.length - changed;
  return sentences(rest > 0 ? plural(changed, '{0} spec written, {1} up to date ({2}).', '{0} specs written, {1} up to date ({2}).', rest, took) : plural(changed, '{0} spec written ({1}).', '{0} specs written ({1}).', took), out);
}

/** `9 of 12 answers kept from before, 62% of the input from the provider's cache`: what was not paid for, or not in full. */
function savedBy(all: readonly RunToTell['results'][number]['figures'][]): string {
  const sum = (of: (figures: (typeof all)[number]) => number) => all.reduce((total, figures) => total + of(figures), 0);
  const [hits, asked, read] = [sum(({ cacheHits }) => cacheHits), sum(({ cacheHits, cacheMisses }) => cacheHits + cacheMisses), sum(({ cacheReadTokens }) => cacheReadTokens)];
  const input = read + sum(({ inputTokens, cacheWriteTokens }) => inputTokens + cacheWriteTokens);
  return [hits > 0 ? plural(asked, '{1} of {0} answer kept from before', '{1} of {0} answers kept from before', hits) : '', read > 0 ? t("{0} of the input from the provider's cache", percent(read / input)) : ''].filter(Boolean).join(t(', '));
}

/** `undefined`: no model had a part in it. */
function priceOf({ results }: RunToTell): string | undefined {
  if (!results.some(({ figures }) => figures.calls > 0 || figures.cacheHits > 0)) return undefined;
  return cost(results.some(({ figures }) => figures.knownCostUsd === undefined) ? undefined : results.reduce((sum, { figures }) => sum + figures.costUsd, 0));
}

function kept(run: RunToTell): string {
  const price = priceOf(run);
  if (run.answered > 0) {
    const finished = plural(run.items, '{1} of {0} section', '{1} of {0} sections', run.answered);
    return sentences(t('What is finished is kept: {0}.', price ? `${finished} (${price})` : finished), t('Go on to ask for the rest.'));
  }
  return hasSpec(run) ? sentences(t('The facts are written.'), t('Go on to ask for the rest.')) : t('Nothing was changed.');
}

function refusedMessage({ refused, label }: RunToTell): RunMessage {
  const text = refused === 1 ? t('The spec of {0} has changes of yours that are not saved, so the new text was kept out of it.', label) : t('{0} specs have changes of yours that are not saved, so the new text was kept out of them.', refused);
  return { severity: 'warning', text, steps: ['insertRest', 'showDifference'] };
}

function hasSpec({ results }: RunToTell): boolean {
  return results.some(({ files }) => files.some(({ status }) => status === 'written' || status === 'moved' || status === 'partial' || status === 'unchanged'));
}

function firstOf(errors: readonly string[], otherwise: string): string {
  const [first = otherwise, ...more] = errors;
  return sentences(ended(first), moreOf(more));
}

/** As a sentence. */
function ended(problem: string): string {
  return /[.!?。]$/.test(problem) || problem === '' ? problem : t('{0}.', problem);
}

function moreOf({ length }: readonly string[]): string {
  return length > 0 ? t('({0} more in the log.)', length) : '';
}

function hasOne({ results }: RunToTell): boolean {
  return results.flatMap(({ files }) => files).length <= 1;
}

function unverifiedOf({ results }: RunToTell): string {
  const names = results.reduce((sum, { figures }) => sum + figures.namesUnverified, 0);
  return names > 0 ? plural(names, '{0} name in the prose could not be found in the code: marked.', '{0} names in the prose could not be found in the code: marked.') : '';
}

function warningsOf({ results }: RunToTell): string {
  const warnings = results.reduce((sum, result) => sum + result.warnings.length, 0);
  return warnings > 0 ? plural(warnings, '{0} warning: see the log.', '{0} warnings: see the log.') : '';
}

function tidy(text: string): string {
  return text.replace(/ {2,}/g, ' ').trim();
}
