import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { renderReport as Render } from '../../../src/report/renderReport';
import { escapeForScript, escapeHtml } from '../../../src/report/escape';
import { madeUpRun } from '../webview/madeUpRun';

const dist = path.resolve(import.meta.dirname, '../../../dist');
const { renderReport } = createRequire(import.meta.url)(path.join(dist, 'report-html.js')) as { renderReport: typeof Render };
const textOf = (html: string, pattern: RegExp) => pattern.exec(html)?.[1] ?? '';

describe('a report as a page', () => {
  const NASTY = '</script><script>alert(1)</script><!-- \u2028 " & \' ]]>';
  const run = madeUpRun();
  const html = renderReport([{ ...run, warnings: [{ message: NASTY }] }, madeUpRun({ seed: 2 })]);

  test('holds its runs as they are, whatever is in them', () => {
    const reports = JSON.parse(textOf(html, /<script type="application\/json" id="runs">([\s\S]*?)<\/script>/)) as typeof run[];
    expect(reports).toHaveLength(2);
    expect(reports[0]!.warnings).toEqual([{ message: NASTY }]);
    expect(reports[0]!.requests).toEqual(run.requests);
  });

  test('ends each script once', () => {
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html.match(/<\/script/g)).toHaveLength(2);
    expect(html).not.toContain('<!--');
  });

  test('lets its own script and style through, and nothing else', () => {
    const policy = textOf(html, /Content-Security-Policy" content="([^"]*)"/);
    const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    expect(policy.split('; ')).toEqual(["default-src 'none'", `script-src ${hash(textOf(html, /<script>([\s\S]*?)<\/script>/))}`, `style-src ${hash(textOf(html, /<style>([\s\S]*?)<\/style>/))}`, "base-uri 'none'", "form-action 'none'"]);
  });

  test('follows from its runs alone', () => {
    expect(renderReport([run])).toBe(renderReport([run]));
    expect(renderReport([])).toContain('<title>Specwright: no run</title>');
  });

  test('is in Japanese where that is asked for, and in English again afterwards', () => {
    const texts = JSON.parse(readFileSync(path.join(dist, '../l10n/webview.ja.json'), 'utf8')) as Record<string, string>;
    const japanese = renderReport([run], { language: { id: 'ja', texts } });
    expect(japanese).toContain('<html lang="ja">');
    expect(japanese).toContain('<title>Specwright: 生成、2026-01-15 10:00:00 UTC</title>');
    expect(japanese).toContain(texts['This report draws its figures with a script of its own. Open it in a browser that allows scripts.']);
    expect(JSON.parse(textOf(japanese, /<script type="application\/json" id="language">([\s\S]*?)<\/script>/))).toEqual({ id: 'ja', texts });
    const english = renderReport([run]);
    expect(english).toContain('<html lang="en">');
    expect(english).toContain('<title>Specwright: Generate, 2026-01-15 10:00:00 UTC</title>');
    expect(english).not.toContain('id="language"');
  });
});

test('the view in the editor takes less than 300 kB', () => {
  const bytes = ['metrics.js', 'metrics.css'].reduce((sum, file) => sum + statSync(path.join(dist, 'webview', file)).size, 0);
  expect(bytes).toBeLessThan(300_000);
});

test('text in a page and in a script cannot leave its place', () => {
  expect(escapeHtml('<a b="c">&\'')).toBe('&#60;a b=&#34;c&#34;&#62;&#38;&#39;');
  expect(escapeForScript(JSON.stringify('</script>\u2028'))).toBe('"\\u003c/script>\\u2028"');
});
