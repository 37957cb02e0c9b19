import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { AppError } from '@patchbay/model/errors';

/** Systems hand out ports above these for outgoing connections, which could take the port while the server is down. */
const LOW_PORTS = { from: 10_000, to: 30_000 } as const;
const LOW_TRIES = 100;

/** A port of the loopback on which nobody listens now; until it is listened on, somebody may. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < LOW_TRIES; tries += 1) {
    const port = await listenOn(randomInt(LOW_PORTS.from, LOW_PORTS.to));
    if (port !== undefined) return port;
  }
  const port = await listenOn(0);
  if (port !== undefined) return port;
  throw AppError.because(
    'unavailable',
    'No free port on 127.0.0.1 for PostgreSQL. Close programs that listen, then start again.',
  );
}

function listenOn(port: number): Promise<number | undefined> {
  return new Promise((settle) => {
    const server = createServer();
    server.once('error', () => settle(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      const taken = typeof address === 'object' && address !== null ? address.port : undefined;
      server.close(() => settle(taken));
    });
  });
}
