import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { OpenBody } from './body.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

const second = 1_000;
const kilobyte = 1_024;

/** A body whose bytes come when the test says so, and what became of reading it. */
function coming(): { body: OpenBody; send: (bytes: number) => void; end: () => void; read: Promise<number | string> } {
  const request = new IncomingMessage(new Socket());
  const body = new OpenBody([], request);
  const readAll = async (): Promise<number> => {
    let size = 0;
    for await (const part of body.parts()) size += part.length;
    return size;
  };
  return {
    body,
    send: (bytes) => void request.push(Buffer.alloc(bytes)),
    end: () => {
      request.complete = true;
      request.push(null);
    },
    read: readAll().catch((error: Error) => error.message),
  };
}

test('a sender that keeps the least pace may take its time', async () => {
  const { send, end, read } = coming();
  for (let minute = 0; minute < 30; minute += 1) {
    await vi.advanceTimersByTimeAsync(50 * second);
    send(64 * kilobyte);
  }
  await vi.advanceTimersByTimeAsync(50 * second);
  end();
  expect(await read).toBe(30 * 64 * kilobyte);
});

test.each([
  ['is silent', 0],
  ['trickles', kilobyte],
])('a sender that %s for a minute is cut off', async (_, bytes) => {
  const { send, read } = coming();
  send(64 * kilobyte);
  const over = read.then((told) => (ended = told));
  let ended: number | string | undefined;
  for (let seconds = 0; seconds < 58; seconds += 2) {
    await vi.advanceTimersByTimeAsync(2 * second);
    if (bytes > 0) send(bytes);
  }
  expect(ended).toBeUndefined();
  await vi.advanceTimersByTimeAsync(3 * second);
  expect(ended).toBe('the sender was too slow');
  await over;
});

test('only the time that the sender takes counts', async () => {
  const request = new IncomingMessage(new Socket());
  const parts = new OpenBody([], request).parts();
  for (let part = 0; part < 10; part += 1) {
    request.push(Buffer.alloc(kilobyte));
    expect((await parts.next()).done).toBe(false);
    // Whoever writes it is slow.
    await vi.advanceTimersByTimeAsync(50 * second);
  }
});

test('a body that is held for the while has two minutes in all', async () => {
  const { body, send, read } = coming();
  body.hurry();
  for (let minute = 0; minute < 3; minute += 1) {
    send(64 * kilobyte);
    await vi.advanceTimersByTimeAsync(41 * second);
  }
  expect(await read).toBe('the body took too long');
});

test('and no bound any more once it goes on as a stream', async () => {
  const { body, send, end, read } = coming();
  const goOn = body.hurry();
  send(64 * kilobyte);
  await vi.advanceTimersByTimeAsync(50 * second);
  goOn();
  for (let minute = 0; minute < 3; minute += 1) {
    send(64 * kilobyte);
    await vi.advanceTimersByTimeAsync(50 * second);
  }
  end();
  expect(await read).toBe(4 * 64 * kilobyte);
});
