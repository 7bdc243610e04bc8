import { parseArgs } from 'node:util';
import type { Fault, FaultRule } from './faults';
import { startModelServer } from './modelServer';

const USAGE = `Usage: npm run model-server -- [options]

  --port N              port to listen on (8787)
  --key KEY             refuse every other key
  --ttft MS             time to the first token (800)
  --tps N               tokens a second (80; 0: as fast as can be)
  --scale X             factor for both times (1)
  --jitter X            spread of both times, 0.2 is 20% (0.2)
  --thinking N          tokens of thinking before each answer (0)
  --item-tokens N       lengthen the answer to each item (150)
  --fault KIND[:EVERY]  a fault on every so many requests, may be repeated: rate-limit:5
`;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8787' },
    key: { type: 'string' },
    ttft: { type: 'string', default: '800' },
    tps: { type: 'string', default: '80' },
    scale: { type: 'string', default: '1' },
    jitter: { type: 'string', default: '0.2' },
    thinking: { type: 'string', default: '0' },
    'item-tokens': { type: 'string', default: '150' },
    fault: { type: 'string', multiple: true, default: [] },
    help: { type: 'boolean', default: false },
  },
});

function ruleOf(text: string): FaultRule {
  const [kind, every] = text.split(':');
  return {
    fault: { kind, ...(kind === 'rate-limit' && { retryAfterS: 2 }) } as Fault,
    ...(every !== undefined && { every: Number(every) }),
  };
}

async function main(): Promise<void> {
  if (values.help) return void process.stdout.write(USAGE);
  const server = await startModelServer({
    port: Number(values.port),
    ...(values.key !== undefined && { key: values.key }),
    timeToFirstTokenMs: Number(values.ttft),
    tokensPerSecond: Number(values.tps),
    timeScale: Number(values.scale),
    jitter: Number(values.jitter),
    thinkingTokens: Number(values.thinking),
    itemTokens: Number(values['item-tokens']),
    faults: values.fault.map(ruleOf),
  });
  process.stdout.write(`Anthropic protocol at ${server.url}; what was asked and billed: ${server.url}/ledger\n\n`);
  process.stdout.write(
    `  ANTHROPIC_BASE_URL=${server.url} ANTHROPIC_API_KEY=${values.key ?? 'any'} specwright generate\n\n`,
  );
  for (let number = 1; ; number++) {
    const { items, status, fault, stop, billed, startedAt, endedAt, aborted } = await server.whenever('ended', number);
    const outcome = aborted ? 'aborted' : [status, fault, stop].filter(Boolean).join(' ');
    const seconds = ((endedAt! - startedAt) / 1_000).toFixed(1);
    process.stdout.write(`#${number}  ${items.length} items  ${seconds} s  ${outcome}  ${JSON.stringify(billed)}\n`);
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
