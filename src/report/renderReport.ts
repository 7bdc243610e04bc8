import { createHash } from 'node:crypto';
import type { RunReport } from '../engine/metrics/runReport';
import { translationsOf, type PageLanguage } from '../l10n/dictionary';
import { listed, t, useTranslations } from '../l10n/localize';
import { commandText } from '../webview/parts/figures';
import { escapeForScript, escapeHtml } from './escape';
import { languageData } from './pageLanguage';
// What the view is made of, as texts: see "webviewTexts" in esbuild.mjs.
import script from 'webview:reportPage.ts';
import style from 'webview:report.css';

/**
 * A page that holds the view, its code and the runs: it opens from a disk, and asks no network for anything.
 * @param reports the first one is shown; the others can be chosen and compared with it
 * @param options.language what the page is in. Default: English
 */
export function renderReport(reports: readonly RunReport[], { language }: { readonly language?: PageLanguage } = {}): string {
  useTranslations(translationsOf(language));
  const policy = ["default-src 'none'", `script-src '${sourceOf(script)}'`, `style-src '${sourceOf(style)}'`, "base-uri 'none'", "form-action 'none'"].join('; ');
  return `<!doctype html>
<html lang="${escapeHtml(language?.id ?? 'en')}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Specwright: ${escapeHtml(titleOf(reports[0]))}</title>
<style>${style}</style>
</head>
<body>
<script type="application/json" id="runs">${escapeForScript(JSON.stringify(reports))}</script>
${languageData(language)}<noscript>${escapeHtml(t('This report draws its figures with a script of its own. Open it in a browser that allows scripts.'))}</noscript>
<script>${script}</script>
</body>
</html>
`;
}

function titleOf(report: RunReport | undefined): string {
  return report ? listed([commandText({ command: report.run.command }), `${new Date(report.run.startedAt).toISOString().slice(0, 19).replace('T', ' ')} UTC`]) : t('no run');
}

/** The one text that the policy lets through. */
function sourceOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
