import { createHash } from 'node:crypto';
import type { RunReport } from '../engine/metrics/runReport';
import { escapeForScript, escapeHtml } from './escape';
// What the view is made of, as texts: see "webviewTexts" in esbuild.mjs.
import script from 'webview:reportPage.ts';
import style from 'webview:report.css';

/**
 * A page that holds the view, its code and the runs: it opens from a disk, and asks no network for anything.
 * @param reports the first one is shown; the others can be chosen and compared with it
 */
export function renderReport(reports: readonly RunReport[]): string {
  const policy = ["default-src 'none'", `script-src '${sourceOf(script)}'`, `style-src '${sourceOf(style)}'`, "base-uri 'none'", "form-action 'none'"].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Specwright: ${escapeHtml(titleOf(reports[0]))}</title>
<style>${style}</style>
</head>
<body>
<script type="application/json" id="runs">${escapeForScript(JSON.stringify(reports))}</script>
<noscript>This report draws its figures with a script of its own. Open it in a browser that allows scripts.</noscript>
<script>${script}</script>
</body>
</html>
`;
}

function titleOf(report: RunReport | undefined): string {
  return report ? `${report.run.command}, ${new Date(report.run.startedAt).toISOString().slice(0, 19).replace('T', ' ')} UTC` : 'no run';
}

/** The one text that the policy lets through. */
function sourceOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
