import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCanary } from '../testing/index.ts';
import type { Canary } from '../testing/index.ts';
import { createEgress } from './egress.ts';
import { parseEgressAllow } from './parse-egress-allow.ts';

let canary: Canary;
beforeAll(async () => {
  canary = await startCanary('0.0.0.0');
});
afterAll(() => canary[Symbol.asyncDispose]());

/** Names that a hostile DNS could answer. */
const names: Record<string, string[]> = {
  'rebind.test': ['127.0.0.1'],
  'mixed.test': ['93.184.216.34', '127.0.0.1'],
  'six.test': ['::1'],
  'mapped.test': ['::ffff:127.0.0.1'],
  'nat64.test': ['64:ff9b::7f00:1'],
  'metadata.test': ['169.254.169.254'],
  'nothing.test': [],
};
const resolve = (host: string) =>
  Promise.resolve(
    (names[host] ?? ['127.0.0.1']).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
  );

const spellings = [
  'http://127.0.0.1',
  'http://127.1',
  'http://2130706433',
  'http://0x7f000001',
  'http://0177.0.0.1',
  'http://0',
  'http://localhost',
  'http://localhost.',
  'http://[::1]',
  'http://[::]',
  'http://[::ffff:127.0.0.1]',
  'http://[::ffff:7f00:1]',
  'http://[64:ff9b::7f00:1]',
  'http://012.0.0.1',
  'http://10.0.0.1',
  'http://192.168.0.1',
  'http://169.254.169.254',
  'http://100.64.0.1',
  'http://127。0。0。1',
  'http://１２７.0.0.1',
  ...Object.keys(names).map((name) => `http://${name}`),
];

describe('the egress client, without an allow-list', () => {
  it.each(spellings)('refuses %s before any packet', async (origin) => {
    await using egress = createEgress({ resolve });
    await expect(egress.http.request({ method: 'GET', url: `${origin}:${canary.port}/` })).rejects.toMatchObject({
      name: 'ConnectorError',
      kind: 'permanent',
      effect: 'none',
    });
    expect(canary.connections()).toBe(0);
  });

  it.each(['127.0.0.1', '0x7f000001', '127.1', 'localhost', '::1', '::ffff:127.0.0.1', 'rebind.test', 'mixed.test'])(
    'gives drivers no socket to %s',
    async (host) => {
      await using egress = createEgress({ resolve });
      const target = { host, port: canary.port, timeoutMs: 2_000 };
      await expect(egress.net.connect(target)).rejects.toMatchObject({ kind: 'permanent', effect: 'none' });
      await expect(egress.net.lookup(host, canary.port)).rejects.toMatchObject({ kind: 'permanent' });
      for (const dial of [[canary.port, host], [{ port: canary.port, host }]] as const) {
        const socket = egress.net.createSocket();
        const failed = once(socket, 'error');
        Reflect.apply(socket.connect.bind(socket), undefined, dial);
        const [error] = (await failed) as [unknown];
        expect(error).toMatchObject({ name: 'ConnectorError', kind: 'permanent' });
      }
      expect(canary.connections()).toBe(0);
    },
  );

  it('gives drivers no Unix socket', async () => {
    await using egress = createEgress();
    const socket = egress.net.createSocket();
    const failed = once(socket, 'error');
    socket.connect('/var/run/postgresql/.s.PGSQL.5432');
    expect((await failed)[0]).toMatchObject({ name: 'ConnectorError', effect: 'none' });
  });

  it.each([
    'http://expected.com@127.0.0.1/',
    'file:///etc/passwd',
    'gopher://127.0.0.1',
    'unix:/var/run/x.sock',
    'javascript:1',
    'data:text/plain,x',
    '/relative',
    '',
    'http://user:pw@example.com/',
  ])('refuses the address %s as input', async (url) => {
    await using egress = createEgress({ resolve });
    await expect(egress.http.request({ method: 'GET', url })).rejects.toMatchObject({
      kind: 'invalidInput',
      effect: 'none',
    });
  });

  it('says the same whether a refused port is open or closed', async () => {
    await using egress = createEgress({ resolve });
    const ask = (port: number) =>
      egress.http.request({ method: 'GET', url: `http://127.0.0.1:${port}/` }).catch((error: Error) => error.message);
    expect((await ask(canary.port)) as string).toBe(`${(await ask(1)) as string}`.replace(':1 ', `:${canary.port} `));
  });
});

describe('the egress client, with an allow-list', () => {
  it('follows no redirect to an address that is not allowed, and drops secrets on a change of origin', async () => {
    const seen: (string | undefined)[] = [];
    const other = createServer((request, response) => {
      seen.push(
        request.headers.authorization,
        request.headers.cookie,
        request.headers['x-api-key'] as string | undefined,
        request.headers['x-plain'] as string,
      );
      response.end('other');
    }).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const otherPort = (other.address() as AddressInfo).port;
    const first = createServer((request, response) => {
      const to = request.url === '/inside' ? `http://127.0.0.1:${canary.port}/` : `http://127.0.0.1:${otherPort}/`;
      response.writeHead(307, { location: request.url === '/loop' ? '/loop' : to }).end();
    }).listen(0, '127.0.0.1');
    await once(first, 'listening');
    const port = (first.address() as AddressInfo).port;
    const { rules } = parseEgressAllow(`127.0.0.1/32:${port}, 127.0.0.1/32:${otherPort}`);
    await using egress = createEgress({ allow: rules });
    const headers = { Authorization: 'Bearer s', Cookie: 'a=b', 'X-Api-Key': 'k', 'X-Plain': 'p' };
    const ask = (path: string, method = 'GET') =>
      egress.http.request({ method, url: `http://127.0.0.1:${port}${path}`, headers, secretHeaders: ['x-api-key'] });

    expect((await ask('/other')).body.toString()).toBe('other');
    expect(seen).toEqual([undefined, undefined, undefined, 'p']);
    await expect(ask('/inside')).rejects.toMatchObject({ kind: 'permanent', effect: 'none' });
    await expect(ask('/inside', 'POST')).rejects.toMatchObject({ kind: 'permanent', effect: 'unknown' });
    await expect(ask('/loop')).rejects.toMatchObject({ kind: 'permanent' });
    expect(canary.connections()).toBe(0);
    first.close();
    other.close();
  });
});
