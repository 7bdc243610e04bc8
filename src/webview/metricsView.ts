import type { RunReport } from '../engine/metrics/runReport';
import { applyUpdate } from '../engine/metrics/runUpdate';
import { listed, t } from '../l10n/localize';
import { h, setText } from './dom';
import { duration, moment } from './format';
import { button, Select, type Choice } from './parts/controls';
import { ComparisonTable } from './parts/comparisonTable';
import { commandText, runLine, statusText } from './parts/figures';
import { filesLine } from './parts/fileRows';
import { FilesTable } from './parts/filesTable';
import { History } from './parts/history';
import { Findings } from './parts/findings';
import { section } from './parts/panel';
import { RequestsTable } from './parts/requestsTable';
import { Stages } from './parts/stages';
import { Tiles } from './parts/tiles';
import { TokenBar } from './parts/tokenBar';
import type { HostMessage, ShownRun } from './protocol';
import type { Shell, ViewState } from './shell';
import type { RunSummary } from './summary';
import { TimelineView } from './timeline/timelineView';

const NEWEST = 'newest';
const NONE = 'none';
/** So much that a person follows it, and little enough that the tables stay in reach. */
const STATE_DELAY_MS = 250;

/** The page: what a run does, cost and saved. A pure view of what it is told; it holds nothing but how it is arranged. */
export class MetricsView {
  readonly element: HTMLElement;
  readonly #run: Select;
  readonly #comparedRun: Select;
  readonly #line = h('p', { class: 'run-line' });
  readonly #spoken = h('p', { class: 'spoken', role: 'status' });
  readonly #problem = h('div', { class: 'problem', role: 'alert', hidden: true });
  readonly #empty: HTMLElement;
  readonly #content: HTMLElement;
  readonly #tiles = new Tiles();
  readonly #findings: Findings;
  readonly #comparison = new ComparisonTable();
  readonly #comparisonPanel: HTMLElement;
  readonly #timeline: TimelineView;
  readonly #comparedTimeline: TimelineView;
  readonly #comparedTimelineBox: HTMLElement;
  readonly #timelineHeading = h('h3');
  readonly #comparedHeading = h('h3');
  readonly #noRequests = h('p', { class: 'quiet' }, t('No request has been made: nothing was asked of a model.'));
  readonly #requests = new RequestsTable();
  readonly #requestsBox: HTMLDetailsElement;
  readonly #tokens = new TokenBar(t('Tokens by kind'));
  readonly #comparedTokens = new TokenBar(t('Tokens by kind, of the compared run'));
  readonly #comparedTokensBox: HTMLElement;
  readonly #stages = new Stages();
  readonly #history = new History();
  readonly #historyPanel = section(t('Last runs'), 'history-panel', this.#history.element);
  readonly #files: FilesTable;
  readonly #filesLine = h('p', { class: 'quiet' });
  readonly #cancel: HTMLElement;
  #runs: readonly RunSummary[] = [];
  #shown: ShownRun | undefined;
  #compared: ShownRun | undefined;
  #state: ViewState;
  #stateTimer: ReturnType<typeof setTimeout> | undefined;
  #spokenFor = '';

  constructor(
    private readonly shell: Shell,
    state: ViewState = {},
  ) {
    this.#state = state;
    this.#run = new Select(t('Run'), (value) => this.#choose({ key: value === NEWEST ? undefined : value, compared: this.#state.compared }));
    this.#comparedRun = new Select(t('Compare with'), (value) => this.#choose({ key: this.#state.key, compared: value === NONE ? undefined : value }));
    this.#timeline = new TimelineView(t('Timeline of the requests'), (range) => this.#keep({ range }));
    this.#comparedTimeline = new TimelineView(t('Timeline of the requests of the compared run'));
    if (state.range) this.#timeline.range = state.range;
    this.#findings = new Findings(shell);
    this.#files = new FilesTable(shell.openFile && ((path) => shell.openFile!(path)), (filesSorting, expanded) => this.#keep({ filesSorting, expanded }));
    this.#files.restore(state.filesSorting, state.expanded);
    this.#requestsBox = h('details', { open: state.requestsShown, ontoggle: () => this.#toggleRequests() }, h('summary', {}, t('Requests as a table')), this.#requests.table.element);
    this.#comparedTokensBox = h('div', { hidden: true }, h('h3', {}, t('Compared run')), this.#comparedTokens.element);
    this.#comparedTimelineBox = h('div', { class: 'compared-timeline', hidden: true }, this.#comparedHeading, this.#comparedTimeline.element);
    this.#comparisonPanel = section(t('Differences'), 'comparison', this.#comparison.element);
    const { runCommand } = shell;
    this.#cancel = button(t('Cancel'), { label: t('Cancel the run'), secondary: true, onClick: () => runCommand?.('cancel') });
    this.#empty = h(
      'div',
      { class: 'empty', hidden: true },
      h('h2', {}, t('No run yet')),
      h('p', {}, t('Once a spec is generated, this is where its cost, its tokens, its time and what the caches saved can be seen, live and afterwards.')),
      ...(runCommand ? [h('div', { class: 'buttons' }, button(t('Generate Spec'), { onClick: () => runCommand('generateSpec') }), button(t('Generate Specs for Workspace'), { secondary: true, onClick: () => runCommand('generateWorkspaceSpecs') }))] : []),
    );
    this.#content = h(
      'div',
      { class: 'content', hidden: true },
      this.#tiles.element,
      this.#comparisonPanel,
      this.#findings.recommendations,
      section(t('Timeline of the requests'), 'timeline-panel', this.#timelineHeading, this.#timeline.element, this.#comparedTimelineBox, this.#noRequests, this.#requestsBox),
      h('div', { class: 'pair' }, section(t('Tokens'), 'tokens-panel', this.#tokens.element, this.#comparedTokensBox), section(t('Stages'), 'stages-panel', this.#stages.element)),
      section(t('Files and sections'), 'files-panel', this.#filesLine, this.#files.table.element),
      this.#historyPanel,
      this.#findings.rest,
    );
    this.element = h(
      'main',
      { class: 'metrics' },
      h(
        'header',
        {},
        h('h1', {}, t('Metrics')),
        h('div', { class: 'pickers' }, labelled(t('Run'), this.#run.element), labelled(t('Compare with'), this.#comparedRun.element)),
        h('div', { class: 'buttons' }, this.#cancel, ...(runCommand ? [button(t('Export Report'), { secondary: true, onClick: () => runCommand('exportReport') })] : [])),
        this.#line,
      ),
      this.#problem,
      this.#empty,
      this.#content,
      this.#spoken,
    );
    new MutationObserver(() => this.repaint()).observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.repaint());
    addEventListener('scroll', () => this.#keep({ scrollTop: scrollY }), { passive: true });
  }

  get state(): ViewState {
    return this.#state;
  }

  take(message: HostMessage): void {
    switch (message.type) {
      case 'snapshot':
        return this.#takeSnapshot(message);
      case 'update':
        if (message.key !== this.#shown?.key || message.update.since > this.#shown.revision) return;
        this.#shown = { key: message.key, revision: message.update.revision, report: applyUpdate(this.#shown.report, message.update) };
        return this.#show();
      case 'runs':
        this.#runs = message.runs;
        return this.#showRuns();
      case 'problem':
        this.#problem.hidden = false;
        this.#problem.replaceChildren(h('p', {}, message.message), button(t('Show Log'), { secondary: true, onClick: () => this.shell.runCommand?.('showLog') }), button(t('Close'), { label: t('Close the message'), secondary: true, onClick: () => (this.#problem.hidden = true) }));
    }
  }

  repaint(): void {
    this.#timeline.repaint();
    this.#comparedTimeline.repaint();
    this.#history.repaint();
  }

  #takeSnapshot({ runs, shown, compared, chosen }: Extract<HostMessage, { type: 'snapshot' }>): void {
    if (chosen) this.#keep({ key: chosen.key, compared: chosen.compared });
    const isFirst = this.#shown === undefined;
    if (!isFirst && shown?.key !== this.#shown?.key) {
      this.#timeline.clearSelection();
      this.#comparedTimeline.clearSelection();
      this.#timeline.range = 'all';
      this.#keep({ range: 'all' });
    }
    this.#runs = runs;
    this.#shown = shown;
    // Nothing is to be seen of a run beside itself.
    this.#compared = compared?.key === shown?.key ? undefined : compared;
    this.#problem.hidden = true;
    this.#showRuns();
    this.#show();
    if (isFirst && shown && this.#state.scrollTop) scrollTo({ top: this.#state.scrollTop });
  }

  #choose(chosen: Pick<ViewState, 'key' | 'compared'>): void {
    this.#keep(chosen);
    this.shell.show(chosen.key, chosen.compared);
  }

  #keep(changed: Partial<ViewState>): void {
    this.#state = { ...this.#state, ...changed };
    clearTimeout(this.#stateTimer);
    this.#stateTimer = setTimeout(() => this.shell.keep(this.#state), STATE_DELAY_MS);
  }

  #showRuns(): void {
    const now = Date.now();
    const choices = this.#runs.map((run): Choice => ({ value: run.key, label: `${moment(run.startedAt, now)} · ${listed([commandText(run), statusText(run.status)])} · ${run.writer}` }));
    this.#run.update([{ value: NEWEST, label: t('Newest run') }, ...choices], this.#state.key ?? NEWEST);
    this.#comparedRun.update([{ value: NONE, label: t('No other run') }, ...choices.filter(({ value }) => value !== this.#shown?.key)], this.#compared?.key ?? NONE);
    // One that goes on has no figures to compare with yet.
    const ended = this.#runs.filter(({ status }) => status !== undefined);
    this.#historyPanel.hidden = ended.length === 0;
    this.#history.update(ended);
  }

  #show(): void {
    const report = this.#shown?.report;
    this.#empty.hidden = report !== undefined;
    this.#content.hidden = report === undefined;
    this.element.classList.toggle('is-empty', report === undefined);
    this.#cancel.hidden = report === undefined || report.run.status !== undefined || !this.shell.runCommand;
    if (!report) return setText(this.#line, '');
    setText(this.#line, listed([runLine(report), duration(report.run.ms)]));
    this.#speak(report);
    this.#showReport(report, this.#compared?.report);
  }

  #showReport(report: RunReport, compared: RunReport | undefined): void {
    this.#tiles.update(report, compared);
    this.#findings.update(report);
    const untilMs = compared ? Math.max(report.run.ms, compared.run.ms) : 0;
    const hasRequests = report.requests.length > 0;
    this.#noRequests.hidden = hasRequests;
    this.#timeline.element.hidden = !hasRequests;
    this.#requestsBox.hidden = !hasRequests;
    this.#timeline.update(report, untilMs);
    if (this.#requestsBox.open) this.#requests.update(report);
    this.#tokens.update(report.totals.tokens);
    this.#stages.update(report);
    this.#files.update(report);
    setText(this.#filesLine, filesLine(report));
    for (const box of [this.#comparisonPanel, this.#comparedTimelineBox, this.#comparedTokensBox, this.#timelineHeading]) box.hidden = !compared;
    if (!compared) return;
    this.#comparison.update(report, compared);
    this.#comparedTimeline.update(compared, untilMs);
    this.#comparedTokens.update(compared.totals.tokens);
    setText(this.#timelineHeading, this.#nameOf(report));
    setText(this.#comparedHeading, t('Compared: {0}', this.#nameOf(compared)));
  }

  #nameOf({ run }: RunReport): string {
    return listed([commandText(run), moment(run.startedAt, Date.now())]);
  }

  /** A new stage and the end are told; figures that change all the time are not. */
  #speak(report: RunReport): void {
    const { run } = report;
    const now = `${this.#shown?.key} ${run.status} ${run.stage}`;
    if (now === this.#spokenFor) return;
    this.#spokenFor = now;
    setText(this.#spoken, runLine(report));
  }

  #toggleRequests(): void {
    const { open } = this.#requestsBox;
    if (open && this.#shown) this.#requests.update(this.#shown.report);
    this.#keep({ requestsShown: open });
  }
}

function labelled(text: string, control: HTMLElement): HTMLElement {
  return h('div', { class: 'labelled' }, h('span', { class: 'label', 'aria-hidden': 'true' }, text), control);
}
