import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterEach, expect, test, vi } from 'vitest';
import { createHttpApp } from './http-app.ts';

afterEach(() => void vi.useRealTimers());

/** Whether a body that never comes to its end still has its connection after two minutes. */
async function holdsOn(method: string, path: string): Promise<boolean> {
  const app = await createHttpApp({ log: pino({ level: 'silent' }), isHttps: false, trustedProxies: [] });
  app.post('/hooks/large', { config: { boundsOwnBody: true } }, () => 'taken');
  app.post('/api/small', () => 'taken');
  app.setNotFoundHandler(() => 'nothing');
  await app.listen({ host: '127.0.0.1', port: 0 });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  try {
    const came = once(app.server, 'request') as Promise<[{ destroyed: boolean }]>;
    socket.write(`${method} ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n`);
    socket.write('content-length: 100\r\n\r\n{');
    const [request] = await came;
    await vi.advanceTimersByTimeAsync(121_000);
    return !request.destroyed;
  } finally {
    socket.destroy();
    vi.useRealTimers();
    await app.close();
  }
}

test.each([
  ['POST', '/api/small', false],
  ['DELETE', '/hooks/large', false],
  ['PUT', '/hooks/nothing', false],
  ['POST', '/hooks/large', true],
])('%s %s has its body in two minutes, unless its route says otherwise', async (method, path, holds) => {
  expect(await holdsOn(method, path)).toBe(holds);
});
