import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A listener that nobody may reach: a connection to it, even an empty one, is a hole. */
export interface Canary extends AsyncDisposable {
  readonly port: number;
  connections(): number;
}

export async function startCanary(host = '127.0.0.1'): Promise<Canary> {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
