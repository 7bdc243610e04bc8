import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { anthropic } from './anthropic/protocol';
import { exchange } from './exchange';
import { type Fault, faultFor } from './faults';
import { parseItems } from './items';
import { gemini } from './gemini/protocol';
import { type Billed, Ledger, type LedgerEntry, type Milestone, NOTHING, sumOf } from './ledger';
import { openai } from './openai/protocol';
import { PromptCache } from './promptCache';
import { HttpFailure, type Incoming, type Protocol } from './protocol';
import { seededRandom } from './random';
import { RateLimiter } from './rateLimits';
import { aborted } from './sender';
import { DEFAULT_SETTINGS, type ServerSettings } from './settings';
import { StoredPrompts } from './storedPrompts';

export interface ModelServerOptions extends Partial<ServerSettings> {
  /** Default: any that is free. */
  readonly port?: number;
  /** Clock of the prompt cache and the rate limits, in milliseconds. Default `Date.now`. */
  readonly now?: () => number;
}

export interface ModelServer {
  /** `http://127.0.0.1:<port>`, for the provider's base URL. */
  readonly url: string;
  /** One entry a request, in the order of arrival. */
  readonly ledger: readonly LedgerEntry[];
  readonly requests: number;
  /** What asked no model: lists of models, counts of tokens. They are not in the ledger. */
  readonly lookUps: readonly Incoming[];
  /** Sum over the ledger. */
  readonly billed: Billed;
  /** Connections that were ever opened. */
  readonly connections: number;
  /** Most requests that were under way at a time. */
  readonly peakConcurrency: number;
  /** Changes settings for the requests that come from now on. */
  set(settings: Partial<ServerSettings>): void;
  /** The next requests fail in these ways, one each, before any rule applies. */
  failNext(...faults: Fault[]): void;
  /** Resolves when the request of this number (from 1) has got so far. */
  whenever(milestone: Milestone, number: number): Promise<LedgerEntry>;
  /** Ends everything that is under way. */
  close(): Promise<void>;
}

const PROTOCOLS: readonly Protocol[] = [anthropic, openai, gemini];

/** Starts a local server that answers as the providers' servers do. It listens on 127.0.0.1 only. */
export async function startModelServer({
  port = 0,
  now = Date.now,
  ...initial
}: ModelServerOptions = {}): Promise<ModelServer> {
  let settings: ServerSettings = { ...DEFAULT_SETTINGS, ...initial };
  const ledger = new Ledger();
  const cache = new PromptCache(now);
  const limiter = new RateLimiter(now);
  const stored = new StoredPrompts(now);
  const lookUps: Incoming[] = [];
  const queue: Fault[] = [];
  const connections = new WeakMap<Socket, number>();
  let opened = 0;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname;
    if (request.method === 'GET' && path === '/ledger')
      return sendJson(response, {
        billed: sumOf(ledger.entries.map(({ billed }) => billed)),
        requests: ledger.entries,
      });
    const { method = '', headers } = request;
    const protocol = PROTOCOLS.find((candidate) => candidate.accepts(method, path, headers));
    const body = await bodyOf(request);
    if (!protocol)
      return sendFailure(response, PROTOCOLS[0]!, new HttpFailure(404, `Nothing at ${method} ${path}.`));
    const limitHeaders = () =>
      protocol.limitHeaders?.(limiter.left(settings.rateLimits, settings.timeScale), now()) ?? {};
    try {
      const found = protocol.lookUp?.({ method, path, headers, body }, settings, stored);
      if (found) {
        lookUps.push({ method, path, headers, body });
        return sendJson(response, found);
      }
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      lookUps.push({ method, path, headers, body });
      return sendFailure(response, protocol, error);
    }

    const entry = ledger.open({ connection: connections.get(request.socket) ?? 0, headers: request.headers, body });
    const gone = new AbortController();
    response.on('close', () => {
      entry.aborted = !response.writableEnded && entry.fault !== 'drop';
      gone.abort();
      ledger.close(entry);
    });
    const random = seededRandom(settings.seed * 1_000_003 + entry.number);
    try {
      const paid = protocol.store?.({ method, path, headers, body }, settings, stored);
      if (paid) {
        const { answer, billed, ...rest } = paid;
        const fault = faultFor(entry, queue, settings.faults, random);
        if (fault) entry.fault = fault.kind;
        throwIfHttpFault(fault);
        if (fault?.kind === 'hang-before-headers') return await aborted(gone.signal);
        const texts = { system: textsOf('system', paid.blocks), user: textsOf('user', paid.blocks) };
        Object.assign(entry, rest, texts, { billed: { ...NOTHING, ...billed }, status: 200 });
        return sendJson(response, answer);
      }
      const call = protocol.read(request.headers, body, settings, path, stored);
      const system = textsOf('system', call.blocks);
      const user = textsOf('user', call.blocks);
      Object.assign(entry, {
        model: call.model,
        blocks: call.blocks,
        system,
        user,
        items: parseItems(call.lastUserText)?.items ?? [],
      });
      const fault = faultFor(entry, queue, settings.faults, random);
      if (fault) entry.fault = fault.kind;
      throwIfHttpFault(fault);
      const streamHeaders = () => ({ ...protocol.streamHeaders, ...protocol.headersOf?.(call), ...limitHeaders() });
      await exchange({
        call,
        entry,
        fault,
        settings,
        random,
        protocol,
        cache,
        limiter,
        streamHeaders,
        ledger,
        response,
        closed: gone.signal,
      });
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      entry.status = error.status;
      sendFailure(response, protocol, error, limitHeaders());
    }
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      console.error('model server:', error);
      response.destroy();
    });
  });
  // Longer than any client's own limit, so that it is never the server that closes a connection about to be used again.
  server.keepAliveTimeout = 60_000;
  server.on('connection', (socket) => connections.set(socket, ++opened));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ledger: ledger.entries,
    lookUps,
    get requests() {
      return ledger.entries.length;
    },
    get billed() {
      return sumOf(ledger.entries.map(({ billed }) => billed));
    },
    get connections() {
      return opened;
    },
    get peakConcurrency() {
      return ledger.peakConcurrency;
    },
    set(changes) {
      settings = { ...settings, ...changes };
    },
    failNext: (...faults) => void queue.push(...faults),
    whenever: (milestone, number) => ledger.whenever(milestone, number),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function throwIfHttpFault(fault: Fault | undefined): void {
  switch (fault?.kind) {
    case 'rate-limit': {
      const { retryAfterS, retryAfterMs } = fault;
      const headers = {
        ...(retryAfterS !== undefined && { 'retry-after': String(retryAfterS) }),
        ...(retryAfterMs !== undefined && { 'retry-after-ms': String(retryAfterMs) }),
      };
      throw new HttpFailure(
        429,
        'This request would exceed your rate limit of requests per minute.',
        undefined,
        headers,
      );
    }
    case 'overloaded':
      throw new HttpFailure(529, 'Overloaded');
    case 'server-error':
      throw new HttpFailure(500, 'Internal server error');
    case 'http':
      throw new HttpFailure(
        fault.status,
        fault.message ?? `The model server was told to answer ${fault.status}.`,
        fault.code,
        fault.headers,
      );
    default:
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  try {
    return JSON.parse(Buffer.concat(pieces).toString()) as unknown;
  } catch {
    return undefined;
  }
}

function textsOf(role: 'system' | 'user', blocks: LedgerEntry['blocks']): string {
  return blocks
    .filter((block) => block.role === role)
    .map(({ text }) => text)
    .join('\n');
}

function sendFailure(
  response: ServerResponse,
  protocol: Protocol,
  failure: HttpFailure,
  limitHeaders: Readonly<Record<string, string>> = {},
): void {
  const { headers, body } = protocol.failure(failure);
  response.writeHead(failure.status, { ...headers, ...limitHeaders, ...failure.headers }).end(body);
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value, null, 2));
}
