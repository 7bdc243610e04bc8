import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { METRICS, type MetricDescription } from '../../../src/engine/metrics/prometheusMetrics';
import manifest from '../../../package.json';

const root = path.resolve(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const page = read('docs/metrics.md');

describe('docs/metrics.md', () => {
  test('has every metric, with its type, labels and meaning, and no other', () => {
    const rows = Object.entries<MetricDescription>(METRICS).map(([name, { type, labels, help }]) => `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(', ')}${labels.length > 0 ? ' ' : ''}| ${help} |`);
    const table = page.split('\n').filter((line) => line.startsWith('| `specwright_'));
    expect(table).toEqual(rows);
  });

  test('has every attribute of spans, and no other', () => {
    const named = (text: string, quote: string) => new Set([...text.matchAll(new RegExp(`${quote}((?:gen_ai|specwright|error)\\.[a-z_.]+)${quote}`, 'g'))].map(([, name]) => name!));
    const traces = page.slice(page.indexOf('## Traces'), page.indexOf('## Reports'));
    expect([...named(traces, '`')].sort()).toEqual([...named(read('src/node/runSpans.ts'), "'")].sort());
  });

  test('has every recommendation, and no other', () => {
    const reports = page.slice(page.indexOf('## Reports'), page.indexOf('## Log'));
    const made = new Set([...read('src/engine/metrics/recommendations.ts').matchAll(/\bid: '([a-z-]+)',/g)].map(([, id]) => id!).filter((id) => id.includes('-')));
    expect([...reports.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, id]) => id!).sort()).toEqual([...made].sort());
  });

  test('names events and settings that there are', () => {
    const events = read('src/engine/events.ts');
    const log = page.slice(page.indexOf('## Log'));
    for (const [, cell] of log.matchAll(/^\| (`[a-z-]+`(?:, `[a-z-]+`)*) \|/gm)) for (const name of cell!.replaceAll('`', '').split(', ')) expect(events).toContain(`type: '${name}'`);
    const settings = JSON.stringify(manifest.contributes.configuration);
    for (const [, name] of page.matchAll(/`(specwright\.metrics\.\w+)`/g)) expect(settings).toContain(`"${name}"`);
  });
});
