// Large bodies at the door of a real server: those that come slowly, or wait for a reply, leave room for others.
import { once } from 'node:events';
import { request } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import type { ClientRequest } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { openHookServer } from './testing/hook-server.ts';
import type { HookServer } from './testing/hook-server.ts';

const megabyte = 1_048_576;
/** More than would fit if each held a megabyte. */
const many = 140;

const json = (bytes: number): string => `{"lines":[],"text":"${'x'.repeat(bytes - 22)}"}`;

class Sender implements Disposable {
  /** What the server says, once it says anything. */
  answer: string | undefined;
  readonly #request: ClientRequest;

  constructor({ hookUrl }: HookServer, headers: Record<string, string | number>) {
    this.#request = request(hookUrl, { method: 'POST', headers: { 'content-type': 'application/json', ...headers } });
    this.#request.on('response', (answer) => {
      void readText(answer).then((words) => (this.answer = `${answer.statusCode} ${words}`));
    });
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

/**
 * A sender that was let in. Sender and server share a process here: where that cannot keep up on a slow machine, the server says so
 * before it looks for room, and the sender tries again like any other.
 */
async function letIn(open: () => Promise<Sender>, isIn: () => boolean | Promise<boolean>): Promise<Sender> {
  for (;;) {
    const sender = await open();
    await vi.waitUntil(async () => sender.answer !== undefined || (await isIn()), { timeout: 60_000, interval: 10 });
    if (sender.answer === undefined) return sender;
    sender[Symbol.dispose]();
    expect(sender.answer).toMatch(/^503 .*cannot keep up just now/);
    await delay(200);
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
  const open = async (): Promise<Sender> => {
    const sender = new Sender(server, headers);
    await sender.write(begin);
    return sender;
  };
  for (let sent = 1; sent <= many; sent += 1) {
    // What has a draft was judged and found room.
    slow.use(await letIn(open, () => server.drafts().length === sent));
  }
  const other = async (): Promise<Sender> => {
    const sender = new Sender(server, { 'content-length': 2 * megabyte });
    sender.end(json(2 * megabyte));
    return sender;
  };
  slow.use(await letIn(other, async () => (await stored(server)) === 1));
});

test('callers that wait for the reply to a large body leave room for others', async () => {
  await using server = await openHookServer({});
  using waiting = new DisposableStack();
  const body = json(70_000);
  const open = async (): Promise<Sender> => {
    const sender = new Sender(server, { 'transfer-encoding': 'chunked' });
    await sender.write(body);
    sender.end('');
    return sender;
  };
  for (let sent = 1; sent <= many; sent += 1) {
    // No worker runs here: each is stored and waits.
    waiting.use(await letIn(open, async () => (await stored(server)) === sent));
  }
});
