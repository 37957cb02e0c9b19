import { once } from 'node:events';
import { createServer } from 'node:net';

/** Systems hand out ports above these for outgoing connections: one of those may be taken before a slow process listens on it. */
const ports = { from: 10_000, count: 20_000 } as const;

/** A port of the loopback on which nobody listens now. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = ports.from + Math.floor(Math.random() * ports.count);
    const server = createServer();
    try {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    } catch {
      continue;
    }
    await new Promise((closed) => server.close(closed));
    return port;
  }
}
