import { fork } from 'node:child_process';
import path from 'node:path';
import type { ServedRequest, ServerMessage, ServerOrder } from './serverProcess';

/** The model server in its own process. */
export interface BenchServer {
  /** Changes with each start. */
  readonly url: string;
  /** Starts anew, with an empty ledger and an empty prompt cache. */
  start(order: ServerOrder): Promise<void>;
  report(): Promise<{ readonly requests: readonly ServedRequest[]; readonly peak: number }>;
  close(): Promise<void>;
}

export async function startServer(): Promise<BenchServer> {
  // `run.mjs` puts both bundles into one folder.
  const child = fork(path.join(__dirname, 'serverProcess.cjs'), { stdio: 'inherit' });
  child.setMaxListeners(0); // one for each question
  const ask = <T>(message: ServerMessage) =>
    new Promise<T>((resolve, reject) => {
      child.once('message', (answer) => resolve(answer as T));
      child.once('exit', () => reject(new Error('The model server ended.')));
      child.send(message);
    });
  let url = '';
  return {
    get url() {
      return url;
    },
    async start(order) {
      ({ url } = await ask<{ url: string }>({ start: order }));
    },
    report: () => ask({ report: true }),
    close: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.disconnect();
      }),
  };
}
