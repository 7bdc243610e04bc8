import type { CacheFinding, Decision, FileReport, Recommendation, RequestReport, RunReport } from '../../engine/metrics/runReport';
import { listed, plural, t } from '../../l10n/localize';
import { h } from '../dom';
import { duration, usd, whole } from '../format';
import type { Shell } from '../shell';
import { button } from './controls';
import { Drawn, section } from './panel';

type LeftOut = RunReport['leftOut'][number];
type Warning = RunReport['warnings'][number];

/** As many lines as are read; the rest is in the report as JSON. */
const MOST_LINES = 200;

/** What was found out: recommendations, and below all figures what explains them. */
export class Findings {
  readonly recommendations: HTMLElement;
  readonly rest: HTMLElement;
  readonly #updates: ((report: RunReport) => void)[] = [];

  constructor(private readonly shell: Pick<Shell, 'openSetting' | 'openFile'>) {
    this.recommendations = this.#list(t('Recommendations'), 'recommendations', ({ recommendations }) => recommendations, (one) => this.#recommendation(one));
    this.rest = h(
      'div',
      { class: 'findings' },
      this.#list(t('Warnings'), 'warnings', ({ warnings }) => warnings, (one) => this.#warning(one)),
      this.#list(t('Cache doctor'), 'doctor', ({ cacheMisses, requests }) => cacheMisses.map((miss) => ({ ...miss, number: numberOf(requests, miss) })), finding),
      this.#list(t('Left out'), 'left-out', ({ leftOut }) => byReason(leftOut), leftOutLine),
      this.#list(t('Made without a model'), 'templates', ({ files }) => files.filter(({ madeFrom }) => madeFrom), (file) => this.#madeFrom(file)),
      this.#list(t('Decisions'), 'decisions', ({ decisions }) => decisions, decision),
    );
  }

  update(report: RunReport): void {
    for (const update of this.#updates) update(report);
  }

  /** A panel that is not there where there is nothing to say. */
  #list<T>(title: string, className: string, of: (report: RunReport) => readonly T[], line: (one: T) => HTMLElement): HTMLElement {
    const list = new Drawn<{ lines: readonly T[]; more: number }>(h('ul', { class: 'lines' }), ({ lines, more }) => [...lines.map(line), ...(more > 0 ? [h('li', { class: 'quiet' }, t('and {0} more', whole(more)))] : [])]);
    const panel = section(title, className, list.element);
    this.#updates.push((report) => {
      const all = of(report);
      panel.hidden = !list.update({ lines: all.slice(0, MOST_LINES), more: all.length - MOST_LINES });
    });
    return panel;
  }

  #recommendation({ message, setting, saves }: Recommendation): HTMLElement {
    const { openSetting } = this.shell;
    const saving = savingText(saves);
    return h('li', {}, h('span', { class: 'text' }, message, saving && h('strong', { class: 'saving' }, saving)), setting && (openSetting ? button(t('Open Setting'), { label: t('Open Setting: Set “specwright.{0}” to “{1}”', setting.id, setting.value), secondary: true, onClick: () => openSetting(setting.id) }) : h('span', { class: 'quiet' }, t('Set “specwright.{0}” to “{1}”.', setting.id, setting.value))));
  }

  #warning({ message, path }: Warning): HTMLElement {
    return h('li', {}, h('span', { class: 'text' }, message), path !== undefined && this.#path(path));
  }

  #madeFrom({ path, madeFrom, template }: FileReport): HTMLElement {
    return h('li', {}, this.#path(path), h('span', { class: 'quiet' }, madeFrom === 'declarations' ? t('from the spec alone') : template === undefined ? t('from a template') : t('from the template “{0}”', template)));
  }

  #path(path: string): HTMLElement {
    const { openFile } = this.shell;
    return openFile ? h('button', { class: 'link', type: 'button', onclick: () => openFile(path) }, path) : h('code', {}, path);
  }
}

/** `saves $0.12, 3.2 s, 4 requests`; nothing where it cannot be told. */
export function savingText(saves: Recommendation['saves']): string | undefined {
  const parts = [saves?.usd && usd(saves.usd), saves?.ms && duration(saves.ms), saves?.calls && plural(saves.calls, '{0} request', '{0} requests')].filter((part) => typeof part === 'string');
  return parts.length > 0 ? t('would have saved {0}', listed(parts)) : undefined;
}

function numberOf(requests: readonly RequestReport[], { request }: CacheFinding): number {
  return requests.findIndex(({ id }) => id === request) + 1;
}

function finding({ message, tokens, differs, number }: CacheFinding & { readonly number: number }): HTMLElement {
  return h('li', {}, h('span', { class: 'text' }, number > 0 && h('strong', {}, t('Request {0}: ', number)), message), h('span', { class: 'quiet' }, differs ? plural(tokens, '{0} token at full price · first difference in “{1}”', '{0} tokens at full price · first difference in “{1}”', differs) : plural(tokens, '{0} token at full price', '{0} tokens at full price')));
}

function byReason(leftOut: readonly LeftOut[]): readonly { readonly reason: string; readonly paths: readonly string[] }[] {
  const reasons = new Map<string, string[]>();
  for (const { path, reason } of leftOut) {
    const paths = reasons.get(reason);
    if (paths) paths.push(path);
    else reasons.set(reason, [path]);
  }
  return [...reasons].map(([reason, paths]) => ({ reason, paths })).sort((a, b) => b.paths.length - a.paths.length);
}

function leftOutLine({ reason, paths }: { readonly reason: string; readonly paths: readonly string[] }): HTMLElement {
  const shown = paths.slice(0, MOST_LINES);
  return h('li', {}, h('details', {}, h('summary', {}, plural(paths.length, '{0} file: {1}', '{0} files: {1}', reason)), h('ul', { class: 'paths' }, ...shown.map((path) => h('li', {}, h('code', {}, path))), paths.length > shown.length && h('li', { class: 'quiet' }, t('and {0} more', whole(paths.length - shown.length))))));
}

function decision({ ms, what, because }: Decision): HTMLElement {
  return h('li', {}, h('span', { class: 'quiet when' }, duration(ms)), h('span', { class: 'text' }, t('{0}, because {1}', what, because)));
}
