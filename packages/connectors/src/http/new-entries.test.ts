// New entries of a list, against a real server.
import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Json, JsonObject, PollPage } from '@patchbay/connector-sdk';
import { testContext } from '@patchbay/connector-sdk/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestService } from '../testing/test-service.ts';
import type { TestService } from '../testing/test-service.ts';
import { httpNewEntries } from './new-entries.ts';

let service: TestService;
let list: JsonObject[] = [];
let asked: { url: string; headers: IncomingHttpHeaders }[] = [];

beforeAll(async () => {
  service = await openTestService((request, response) => {
    asked.push({ url: request.url ?? '', headers: request.headers });
    const since = new URL(request.url ?? '', 'http://x').searchParams.get('since');
    const body = JSON.stringify({
      data: { list: list.filter(({ at }) => since === null || (typeof at === 'string' && at >= since)) },
    });
    const etag = `"${createHash('sha256').update(body).digest('hex')}"`;
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
    if (request.url?.startsWith('/v1/broken') === true) return void response.writeHead(503).end('later');
    return void response.writeHead(200, { 'content-type': 'application/json', etag }).end(body);
  });
});
afterAll(() => service[Symbol.asyncDispose]());
beforeEach(() => {
  list = [];
  asked = [];
});

const base = { url: '/orders', listPath: 'data.list', idPath: 'id' };
const context = () => testContext(service.egress, { settings: { baseUrl: `${service.origin}/v1` } });
const read = async (
  cursor: Json | null,
  { limit = 100, ...settings }: JsonObject & { limit?: number } = {},
): Promise<PollPage> => {
  const { poll } = httpNewEntries;
  if (poll === undefined) throw new Error('it is no poll');
  return poll.read(context(), { ...base, ...settings }, { cursor, limit });
};
const keys = ({ items }: PollPage): string[] => items.map(({ key }) => key);
const entry = (id: number, at = '2026-01-01'): JsonObject => ({ id, at });

test('each entry is handed out once, the oldest first, page by page', async () => {
  list = [entry(3), entry(2), entry(1)];
  const first = await read(null, { limit: 2 });
  expect([keys(first), first.more]).toEqual([['1', '2'], true]);
  const second = await read(first.cursor, { limit: 2 });
  expect([keys(second), second.more]).toEqual([['3'], false]);
  list = [entry(5), entry(4), ...list];
  const third = await read(second.cursor);
  expect([keys(third), third.items[0]?.value]).toEqual([['4', '5'], entry(4)]);
  expect(keys(await read(third.cursor))).toEqual([]);
});

test('an answer that was handed out in full is asked for by its ETag, and one that was not is read again', async () => {
  list = [entry(2), entry(1)];
  const page = await read(null, { limit: 1 });
  const rest = await read(page.cursor);
  expect(asked.at(-1)?.headers['if-none-match']).toBeUndefined();
  const nothing = await read(rest.cursor);
  expect(asked.at(-1)?.headers['if-none-match']).toBe((rest.cursor as JsonObject)['etag']);
  expect([keys(rest), nothing]).toEqual([['2'], { items: [], cursor: rest.cursor, more: false }]);
});

test('the service is asked for what is newer, and entries of the very same time are neither lost nor doubled', async () => {
  const settings = { sinceParam: 'since', sincePath: 'at' };
  list = [entry(1, '2026-01-01'), entry(2, '2026-01-02')];
  const first = await read(null, settings);
  expect(new URL(asked[0]?.url ?? '', service.origin).search).toBe('');
  list.push(entry(3, '2026-01-02'));
  const second = await read(first.cursor, settings);
  expect(new URL(asked[1]?.url ?? '', service.origin).searchParams.get('since')).toBe('2026-01-02');
  expect(keys(second)).toEqual(['3']);
  list.push(entry(4, '2026-01-03'), entry(5, '2026-01-02'));
  const third = await read(second.cursor, { ...settings, limit: 1 });
  // The oldest time first: what is left of a page is never older than the time that is asked for next.
  expect([keys(third), third.more]).toEqual([['5'], true]);
  expect(keys(await read(third.cursor, settings))).toEqual(['4']);
});

test('an entry that changed is news where the trigger says what shows it', async () => {
  list = [entry(1, 'a')];
  const settings = { changePath: 'at' };
  const first = await read(null, settings);
  list = [entry(1, 'b')];
  expect([keys(first), keys(await read(first.cursor, settings))]).toEqual([['1@a'], ['1@b']]);
});

test('now is the place behind all that is listed', async () => {
  list = [entry(2), entry(1)];
  const cursor = await httpNewEntries.poll?.latest(context(), base);
  expect(httpNewEntries.poll?.words(cursor ?? null)).toBe('2 listed entries are known');
  list.unshift(entry(3));
  expect(keys(await read(cursor ?? null))).toEqual(['3']);
});

test.each([
  [{ idPath: 'number' }, 'invalidInput', 'Entry 1 of the list has nothing at number'],
  [{ listPath: 'data.orders' }, 'invalidInput', 'data.orders'],
  [{ idPath: 'a[0]' }, 'invalidInput', 'A path of the trigger cannot be read'],
  [{ sinceParam: 'since' }, 'invalidInput', 'sincePath: must say what the parameter is filled from'],
  [{ url: '/broken' }, 'transient', '503'],
])('%o is refused and says why', async (settings, kind, words) => {
  list = [entry(1)];
  await expect(read(null, settings)).rejects.toMatchObject({ kind, message: expect.stringContaining(words) });
});

test('a place that is none is refused with an example', async () => {
  await expect(read({ seen: 'all' })).rejects.toMatchObject({
    kind: 'invalidInput',
    next: expect.stringContaining('"seen"'),
  });
});
