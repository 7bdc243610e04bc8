import type { Session } from './session';
import { commandTitle } from './commandTitle';
import { commandId, type CommandName } from './contributions';
import { plural, t } from '../l10n/localize';
import type { Problem } from './runMessage';
import { cost, percent } from './words';

export interface StatusInput {
  /** How far each of the runs is. */
  readonly runs: readonly {
    readonly label: string;
    readonly line: string;
    readonly items: number;
    readonly itemsDone: number;
    /** Until nothing leaves: seconds. `undefined`: something does. */
    readonly waitsFor?: number;
    /** What its stages came to so far. */
    readonly stages: readonly string[];
  }[];
  readonly session: Pick<Session, 'figures' | 'runs' | 'specsWritten'>;
  /** Why the last run did not end well. */
  readonly problem: Problem | undefined;
  readonly isTrusted: boolean;
}

export interface StatusText {
  /** With codicons, as a status bar item takes them. */
  readonly text: string;
  /** The same for a screen reader. */
  readonly spoken: string;
  /** How loud it is. */
  readonly background: 'none' | 'warning' | 'error';
  /** Markdown. */
  readonly tooltip: string;
}

const PROBLEM_ICONS: Readonly<Record<Problem['kind'], string>> = { 'over-budget': 'circle-slash', error: 'error', warning: 'warning' };

/** What the status bar item says: how far the runs are, else what the session has come to, else only the name. */
export function statusText(input: StatusInput): StatusText {
  const { runs, session, problem, isTrusted } = input;
  const [done, all] = [sum(runs.map(({ itemsDone }) => itemsDone)), sum(runs.map(({ items }) => items))];
  const progress = all > 0 ? `${done}/${all}` : 'Specwright';
  const tooltip = tooltipOf(input);
  if (runs.length > 0) {
    // One that waits is no news as long as another goes on.
    const waits = runs.every(({ waitsFor }) => waitsFor !== undefined) ? Math.min(...runs.map(({ waitsFor = 0 }) => waitsFor)) : undefined;
    const state = waits === undefined ? t('Specwright is working') : t('Specwright waits for the provider');
    const spoken = all > 0 ? plural(all, '{1}: {2} of {0} section', '{1}: {2} of {0} sections', state, done) : state;
    return { text: waits === undefined ? `$(loading~spin) ${progress}` : `$(watch) ${t('{0} · waiting {1} s', progress, waits)}`, spoken, background: 'none', tooltip };
  }
  const figures = figuresOf(session);
  const spoken = ['Specwright', problem?.kind === 'over-budget' && t('over budget'), figures && t('{0} this session', figures), problem?.text].filter(Boolean).join(', ');
  const icon = problem ? PROBLEM_ICONS[problem.kind] : isTrusted ? 'book' : 'shield';
  const words = [problem?.kind === 'over-budget' ? t('over budget') : '', figures].filter(Boolean).join(' · ');
  return { text: `$(${icon}) ${words || 'Specwright'}`, spoken, background: problem ? (problem.kind === 'error' ? 'error' : 'warning') : 'none', tooltip };
}

/** `$0.04 · 62% cached`; empty while nothing was answered. What no provider told is left out: neither a price nor a share that is 0 for want of knowledge. */
function figuresOf({ figures }: StatusInput['session']): string {
  if (figures.outputTokens === 0) return '';
  const isUnknown = figures.knownCostUsd === undefined;
  const price = !isUnknown ? cost(figures.costUsd) : figures.costUsd > 0 ? `${cost(figures.costUsd)}+` : cost(undefined);
  return figures.estimatedCalls > 0 && figures.cacheReadTokens === 0 ? price : t('{0} · {1} cached', price, percent(figures.cacheReadShare));
}

function tooltipOf({ runs, session, problem, isTrusted }: StatusInput): string {
  return [
    '**Specwright**',
    ...(isTrusted ? [] : [`$(shield) ${t('This workspace is not trusted, so nothing is sent to a model: specs hold facts only. [Manage trust](command:workbench.trust.manage)')}`]),
    ...runs.map(({ label, line, stages }) => [`$(loading~spin) ${plain(label)}: ${plain(line)}`, ...stages.map((stage) => `- ${plain(stage)}`)].join('\n\n')),
    ...(problem ? [`$(${PROBLEM_ICONS[problem.kind]}) ${plain(problem.text)}`] : []),
    sessionTable(session),
    linksTo(runs.length > 0 ? ['showMetrics', 'cancel', 'showMenu', 'showLog'] : ['showMetrics', 'generateSpec', 'selectModel', 'showMenu', 'openSettings', 'showLog']),
  ].join('\n\n');
}

function sessionTable({ figures, runs, specsWritten }: StatusInput['session']): string {
  if (runs === 0) return t('No run yet in this session.');
  const number = (n: number) => n.toLocaleString('en-US');
  const tokens = (n: number) => (figures.estimatedCalls > 0 && n > 0 ? t('about {0}', number(n)) : number(n));
  const isUnknown = figures.knownCostUsd === undefined;
  const price = !isUnknown ? cost(figures.costUsd) : figures.costUsd > 0 ? t('{0} and an unknown part', cost(figures.costUsd)) : t('unknown');
  const rows: [string, string][] = [
    [t('Runs'), number(runs)],
    [t('Specs written'), number(specsWritten)],
    [t('Requests'), number(figures.calls)],
    [t('Answers from the result cache'), t('{0} of {1}', number(figures.cacheHits), number(figures.cacheHits + figures.cacheMisses))],
    [t('Input tokens, full price'), tokens(figures.inputTokens)],
    [t('Input tokens, cache read'), `${number(figures.cacheReadTokens)} (${percent(figures.cacheReadShare)})`],
    [t('Input tokens, cache write'), number(figures.cacheWriteTokens)],
    [t('Output tokens'), tokens(figures.outputTokens)],
    [t('Cost'), price],
  ];
  // Without a request there is nothing to say of tokens and money.
  const shown = figures.calls > 0 || figures.cacheHits > 0 ? rows : rows.slice(0, 2);
  return [`| ${t('This session')} | |`, '|:---|---:|', ...shown.map(([name, value]) => `| ${name} | ${value} |`)].join('\n');
}

function linksTo(commands: readonly CommandName[]): string {
  return commands.map((name) => `[${commandTitle(name)}](command:${commandId(name)})`).join(' · ');
}

/** File names and messages of servers are no Markdown. */
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>$~-]/g, '\\$&');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
