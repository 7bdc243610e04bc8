import { parseArgs } from 'node:util';
import type { Fault, FaultRule } from './faults';
import { startModelServer } from './modelServer';
import type { RateLimitSettings } from './rateLimits';

const USAGE = `Usage: npm run model-server -- [options]

  --port N              port to listen on (8787)
  --key KEY             refuse every other key
  --ttft MS             time to the first token (800)
  --tps N               tokens a second (80; 0: as fast as can be)
  --scale X             factor for both times (1)
  --jitter X            spread of both times, 0.2 is 20% (0.2)
  --thinking N          tokens of thinking before each answer (0)
  --item-tokens N       lengthen the answer to each item of prose (150)
  --rpm N, --itpm N, --otpm N, --tpm N
                        most requests, input tokens, output tokens, tokens a minute (no limits)
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
    rpm: { type: 'string' },
    itpm: { type: 'string' },
    otpm: { type: 'string' },
    tpm: { type: 'string' },
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

function limitsOf(): RateLimitSettings {
  const { rpm, itpm, otpm, tpm } = values;
  const given = { requestsPerMinute: rpm, inputTokensPerMinute: itpm, outputTokensPerMinute: otpm, tokensPerMinute: tpm };
  return Object.fromEntries(Object.entries(given).flatMap(([name, text]) => (text === undefined ? [] : [[name, Number(text)]])));
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
    // Prose behind code would be no code.
    itemTokens: ({ kind }) => (['code', 'bodies', 'file', 'review'].includes(kind) ? 0 : Number(values['item-tokens'])),
    rateLimits: limitsOf(),
    faults: values.fault.map(ruleOf),
  });
  const key = values.key ?? 'any';
  process.stdout.write(`The providers' protocols at ${server.url}; what was asked and billed: ${server.url}/ledger\n\n`);
  process.stdout.write(`  ANTHROPIC_BASE_URL=${server.url} ANTHROPIC_API_KEY=${key} specwright generate --provider anthropic\n`);
  process.stdout.write(`  OPENAI_BASE_URL=${server.url}/v1 OPENAI_API_KEY=${key} specwright generate --provider openai\n`);
  process.stdout.write(`  GEMINI_BASE_URL=${server.url} GEMINI_API_KEY=${key} specwright generate --provider gemini\n\n`);
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
