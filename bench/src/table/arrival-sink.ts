// The far end of a bench: takes orders and remembers when each arrived.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ArrivalSink extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  /** By order id, in milliseconds of the monotonic clock. */
  readonly arrivals: Map<string, number>;
  /** Resolves once so many orders have arrived. */
  until(count: number, limitMs: number): Promise<void>;
}

export async function startArrivalSink(): Promise<ArrivalSink> {
  const arrivals = new Map<string, number>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { orderId } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { orderId: string };
      if (!arrivals.has(orderId)) arrivals.set(orderId, performance.now());
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    arrivals,
    until: async (count, limitMs) => {
      const end = performance.now() + limitMs;
      while (arrivals.size < count) {
        if (performance.now() > end) throw new Error(`${arrivals.size} of ${count} orders arrived in time`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
