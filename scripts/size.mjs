// Prints what the extension weighs: the package in MB, what is loaded at activation and once there is a use for it in kB, and its activation in the real host in ms. Fails above the limits.
import { readFile, stat } from 'node:fs/promises';
import { bundleTests } from '../test/host/bundle.mjs';
import { ensureHost } from '../test/host/setup.mjs';
import { build, pack, vsixFile } from './pack.mjs';
import { fromRoot, orThrow, runHarness } from './run.mjs';

const limits = { packageMb: 4, activationMs: 50 };
/** In kB. An SDK or a parser that slips in is larger than the room that is left. */
const bundleLimits = { extension: 30, window: 160, metrics: 60, 'webview/metrics': 290 };

await ensureHost();
await build();
await pack(['ignore', 'ignore', 'inherit']);
await bundleTests();
await orThrow(runHarness('measureActivation.mjs'), 'Measuring the activation');

const bundles = await Promise.all(Object.entries(bundleLimits).map(async ([name, limit]) => ({ name, limit, kb: (await stat(fromRoot('dist', `${name}.js`))).size / 1e3 })));
const packageMb = (await stat(vsixFile)).size / 1e6;
const { timesMs } = JSON.parse(await readFile(fromRoot('test', '.host', 'results', 'activation.json'), 'utf8'));
const activationMs = timesMs[Math.floor(timesMs.length / 2)];
console.log(`package         ${packageMb.toFixed(2)} MB  (limit ${limits.packageMb} MB)`);
for (const { name, kb, limit } of bundles) console.log(`${name.padEnd(15)} ${kb.toFixed(0)} kB  (limit ${limit} kB)`);
console.log(`activation      ${activationMs} ms  (limit ${limits.activationMs} ms; median of ${timesMs.join(', ')})`);
if (packageMb > limits.packageMb || activationMs > limits.activationMs || bundles.some(({ kb, limit }) => kb > limit)) {
  console.error('Above the limit.');
  process.exitCode = 1;
}
