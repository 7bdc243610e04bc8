import { createServer, request as httpRequest } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

export interface Proxy {
  readonly url: string;
  /** Host and port that it was asked to go to, one for each tunnel or request. */
  readonly seen: readonly string[];
  close(): Promise<void>;
}

/** A proxy on 127.0.0.1 that is asked in either of the two ways (a tunnel, or a request with the whole address). `leadsTo`: where it goes, whatever it is asked for. */
export async function startProxy(leadsTo?: string): Promise<Proxy> {
  const seen: string[] = [];
  const sockets = new Set<{ destroy(): unknown }>();
  const target = (asked: string): { hostname: string; port: string } => new URL(leadsTo ?? `http://${asked}`);
  const proxy = createServer((incoming, outgoing) => {
    const { host, pathname, search } = new URL(incoming.url!);
    seen.push(host);
    const { hostname, port } = target(host);
    const onward = httpRequest({ hostname, port, path: `${pathname}${search}`, method: incoming.method, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  proxy.on('connect', (incoming, socket: Socket) => {
    seen.push(incoming.url!);
    const { hostname, port } = target(incoming.url!);
    const onward = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    for (const one of [onward, socket]) {
      sockets.add(one);
      one.on('error', () => one.destroy());
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        proxy.close(() => resolve());
        proxy.closeAllConnections();
        for (const socket of sockets) socket.destroy();
      }),
  };
}
