// New rows of a real table: equal times, late commits, views, and what cannot be.
import type { Json, JsonObject, OperationContext, Poll, PollPage } from '@patchbay/connector-sdk';
import type { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestPostgres } from '../testing/test-postgres.ts';
import type { TestPostgres } from '../testing/test-postgres.ts';
import { postgresNewRows } from './new-rows.ts';

let opened: TestPostgres;
let direct: Client;
let context: OperationContext;
let poll: Poll;

beforeAll(async () => {
  opened = await openTestPostgres();
  ({ direct, context } = opened);
  if (postgresNewRows.poll === undefined) throw new Error('it is no poll');
  ({ poll } = postgresNewRows);
  await direct.query(`CREATE TABLE note (id bigint PRIMARY KEY, at timestamptz, text text);
    CREATE VIEW notes AS SELECT * FROM note; CREATE TABLE loose (n int)`);
});
afterAll(() => opened[Symbol.asyncDispose]());

describe('postgres.newRows', () => {
  const byTime = { table: 'public.note', column: 'at' };
  const ids = ({ items }: PollPage): Json[] => items.map(({ value }) => (value as JsonObject)['id'] ?? null);
  const readAll = async (settings: JsonObject, cursor: Json | null, limit: number) => {
    const found: Json[] = [];
    let page: PollPage | null = null;
    do {
      page = await poll.read(context, settings, { cursor: page === null ? cursor : page.cursor, limit });
      found.push(...ids(page));
    } while (page.more);
    return { found, cursor: page.cursor };
  };

  beforeEach(() => direct.query('TRUNCATE note'));
  const insert = (id: number, at: string | null) =>
    direct.query('INSERT INTO note VALUES ($1, $2, $3)', [id, at, `note ${id}`]);

  it('hands rows with equal times out once each, in pages that part them, down to the microsecond', async () => {
    const at = '2026-03-29 00:58:44.123456+00';
    for (const id of [5, 3, 4, 1, 2]) await insert(id, at);
    await insert(6, null);
    const { found, cursor } = await readAll(byTime, null, 2);
    expect(found).toEqual([1, 2, 3, 4, 5]);
    expect(poll.words(cursor)).toBe(`after ${at.replace('+00', '')}+00, 5`);
    await insert(7, at);
    await insert(8, '2026-03-29 00:58:44.123457+00');
    expect((await readAll(byTime, cursor, 2)).found).toEqual([7, 8]);
  });

  it('begins behind all that is there, also where nothing is', async () => {
    const empty = await poll.latest(context, { table: 'note', column: 'id' });
    await insert(1, '2026-01-01');
    expect((await readAll({ table: 'note', column: 'id' }, empty, 10)).found).toEqual([1]);
    const later = await poll.latest(context, { table: 'note', column: 'id' });
    expect(later).toMatchObject({ at: '1', key: [] });
    await insert(2, '2026-01-01');
    expect((await readAll({ table: 'note', column: 'id' }, later, 10)).found).toEqual([2]);
  });

  it('looks back for rows that were committed late, under the same keys, and not beyond where it began', async () => {
    const settings = { ...byTime, lookBackSeconds: 60 };
    await insert(1, '2026-01-01 12:00:00+00');
    const began = await poll.latest(context, settings);
    await insert(2, '2026-01-01 12:00:30+00');
    const first = await poll.read(context, settings, { cursor: began, limit: 10 });
    expect(ids(first)).toEqual([2]);
    await insert(3, '2026-01-01 12:00:10+00');
    await insert(4, '2026-01-01 12:00:40+00');
    await insert(5, '2026-01-01 11:59:50+00');
    const second = await readAll(settings, first.cursor, 1);
    expect(second.found).toEqual([3, 2, 4]);
    const third = await poll.read(context, settings, { cursor: second.cursor, limit: 10 });
    expect(third.items.find(({ value }) => (value as JsonObject)['id'] === 2)?.key).toBe(first.items[0]?.key);
  });

  it('reads a view by its key columns, and takes a changed time for news', async () => {
    const settings = { table: 'public.notes', column: 'at', keyColumns: 'id' };
    await insert(1, '2026-01-01');
    const { found, cursor } = await readAll(settings, null, 10);
    await direct.query(`UPDATE note SET at = '2026-02-01'`);
    expect([found, (await readAll(settings, cursor, 10)).found]).toEqual([[1], [1]]);
  });

  it.each([
    [{ table: 'loose', column: 'n' }, null, 'has no primary key'],
    [{ table: 'note', column: 'when' }, null, 'has no column "when"'],
    [{ table: 'note', column: 'id', lookBackSeconds: 5 }, null, 'holds no times'],
    [byTime, { at: 'yesterday-ish', key: ['1'] }, 'yesterday-ish'],
    [byTime, { at: '2026-01-01', key: [] }, 'told apart by id'],
  ])('refuses %o from %o and says why', async (settings, cursor, words) => {
    await expect(poll.read(context, settings, { cursor, limit: 1 })).rejects.toMatchObject({
      kind: 'invalidInput',
      effect: 'none',
      message: expect.stringContaining(words),
    });
  });
});
