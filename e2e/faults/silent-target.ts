// A web service that falls silent: from some call on it does not answer until it is told to.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export interface SilentTarget<Came> extends AsyncDisposable {
  /** What flows must be allowed to reach. */
  readonly allow: string;
  readonly url: string;
  /** What came with each call, in order; a call that is not answered counts. */
  readonly came: Came[];
  /** Answers what was held, and falls silent from this call on, the first being 1. */
  silentFrom(call: number): void;
}

/** `read`: what is remembered of a call. `status`: how it is answered. */
export async function silentTarget<Came>(
  read: (body: unknown, headers: IncomingMessage['headers']) => Came,
  status: (came: Came) => number = () => 204,
): Promise<SilentTarget<Came>> {
  const came: Came[] = [];
  const held: (() => void)[] = [];
  let silentFrom = Infinity;
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      const call = read(body, request.headers);
      came.push(call);
      const answer = (): void => void response.writeHead(status(call)).end();
      if (came.length < silentFrom) answer();
      else held.push(answer);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    allow: `127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}/orders`,
    came,
    silentFrom: (call) => {
      silentFrom = call;
      for (const answer of held.splice(0)) answer();
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
