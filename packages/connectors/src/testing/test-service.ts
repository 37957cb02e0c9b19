// A service on loopback for tests of HTTP, and the egress that may reach it and nothing else.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEgress } from '@patchbay/connector-sdk/egress';
import type { Egress } from '@patchbay/connector-sdk/egress';

export interface TestService extends AsyncDisposable {
  readonly origin: string;
  readonly egress: Egress;
}

export async function openTestService(listener: RequestListener): Promise<TestService> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const egress = createEgress({ allow: [{ kind: 'cidr', cidr: '127.0.0.1/32', port }] });
  return {
    origin: `http://127.0.0.1:${port}`,
    egress,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await egress.close();
    },
  };
}
