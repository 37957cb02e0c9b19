// Large bodies at the door of a real server: those that come slowly, or wait for a reply, leave room for others.
import { once } from 'node:events';
import { request } from 'node:http';
import type { ClientRequest } from 'node:http';
import { expect, test, vi } from 'vitest';
import { openHookServer } from './testing/hook-server.ts';
import type { HookServer } from './testing/hook-server.ts';

const megabyte = 1_048_576;
const patient = { timeout: 30_000, interval: 100 };
/** More than would fit if each held a megabyte. */
const many = 140;

const json = (bytes: number): string => `{"lines":[],"text":"${'x'.repeat(bytes - 22)}"}`;

class Sender implements Disposable {
  status: number | undefined;
  readonly #request: ClientRequest;

  constructor({ hookUrl }: HookServer, headers: Record<string, string | number>) {
    this.#request = request(hookUrl, { method: 'POST', headers: { 'content-type': 'application/json', ...headers } });
    this.#request.on('response', (answer) => (this.status = answer.statusCode));
    this.#request.on('error', () => undefined);
  }

  async write(text: string): Promise<void> {
    if (!this.#request.write(text)) await once(this.#request, 'drain');
  }

  end(text: string): void {
    this.#request.end(text);
  }

  [Symbol.dispose](): void {
    this.#request.destroy();
  }
}

const stored = async ({ database }: HookServer): Promise<number> =>
  (await database.query('SELECT 1 FROM event')).length;

test.each([
  ['say their length', { 'content-length': 9 * megabyte }, 70_000],
  ['do not', { 'transfer-encoding': 'chunked' }, megabyte + 1],
])('slow senders that %s leave room for others', async (_, headers, begun) => {
  await using server = await openHookServer({});
  using slow = new DisposableStack();
  const begin = json(begun);
  for (let sent = 1; sent <= many; sent += 1) {
    const sender = slow.use(new Sender(server, headers));
    await sender.write(begin);
    if (sent % 20 > 0) continue;
    // What has a draft was judged and found room.
    await vi.waitFor(() => {
      expect(sender.status).toBeUndefined();
      expect(server.drafts()).toHaveLength(sent);
    }, patient);
  }
  using other = new Sender(server, { 'content-length': 2 * megabyte });
  other.end(json(2 * megabyte));
  await vi.waitFor(async () => expect(await stored(server)).toBe(1), patient);
  expect(other.status).toBeUndefined();
});

test('callers that wait for the reply to a large body leave room for others', async () => {
  await using server = await openHookServer({});
  using waiting = new DisposableStack();
  const body = json(70_000);
  for (let sent = 1; sent <= many; sent += 1) {
    const sender = waiting.use(new Sender(server, { 'transfer-encoding': 'chunked' }));
    await sender.write(body);
    sender.end('');
    // No worker runs here: each is stored and waits.
    if (sent % 20 > 0) continue;
    await vi.waitFor(async () => {
      expect(sender.status).toBeUndefined();
      expect(await stored(server)).toBe(sent);
    }, patient);
  }
});
