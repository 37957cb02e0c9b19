import { readFileSync } from 'node:fs';
import type { Action, Json, JsonObject, OperationContext } from '@patchbay/connector-sdk';
import type { Egress } from '@patchbay/connector-sdk/egress';
import { startCanary, testContext } from '@patchbay/connector-sdk/testing';
import type { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { findAction } from './registry.ts';
import { postgres } from './postgres.ts';
import { openTestPostgres } from './testing/test-postgres.ts';
import type { TestPostgres } from './testing/test-postgres.ts';

const inventorySql = readFileSync(new URL('../../../e2e/fixtures/inventory.sql', import.meta.url), 'utf8');

let opened: TestPostgres;
let direct: Client;
let egress: Egress;
let context: OperationContext;
let settings: TestPostgres['settings'];
let credential: TestPostgres['credential'];

beforeAll(async () => {
  opened = await openTestPostgres();
  ({ direct, egress, context, settings, credential } = opened);
  await direct.query(inventorySql);
  await direct.query(`
    CREATE SCHEMA "odd ""one";
    CREATE TYPE mood AS ENUM ('glad', 'sad');
    CREATE TABLE "odd ""one"."Täble; --" (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "select" text, flags boolean[] NOT NULL DEFAULT '{}', data jsonb, amount numeric(12,2),
      big bigint, day date, at timestamptz, feeling mood, short varchar(3), size integer GENERATED ALWAYS AS (length("select")) STORED);`);
});
afterAll(() => opened[Symbol.asyncDispose]());
beforeEach(() => direct.query('TRUNCATE reservation; UPDATE article SET on_hand = 100000'));

const action = (name: string): Action => {
  const found = findAction(`postgres.${name}`);
  if (found === undefined) throw new Error(`no action ${name}`);
  return found;
};
const call = (name: string, input: JsonObject): Promise<Json> => action(name).call(context, input);
const odd = 'odd "one.Täble; --';
const stockOf = async (sku: string) =>
  (await direct.query<{ on_hand: number }>('SELECT on_hand FROM article WHERE sku = $1', [sku])).rows[0]?.on_hand;

describe('postgres.query', () => {
  it('binds values by name and by number, and hands typed rows back', async () => {
    expect(
      await call('query', {
        sql: `SELECT title, ':no' AS quoted FROM article WHERE sku = :sku -- :comment`,
        values: { sku: 'GFT-WRAP' },
      }),
    ).toEqual({
      rowCount: 1,
      rows: [{ title: 'Gift wrap', quoted: ':no' }],
    });
    const sql = `SELECT $1::int + 1 AS n, $2::text AS t, $3::text[] AS list, $4::jsonb AS doc, $5::bigint AS big, 9007199254740993 AS beyond,
      12.90::numeric(10,2) AS amount, '2026-03-29 02:58:44+02'::timestamptz AS at, '2026-03-29'::date AS day, true AS yes, ARRAY[1,NULL] AS ints, ARRAY[[1,2],[3,4]] AS grid, ARRAY['{"a": "x,y"}'::jsonb] AS docs, '{}'::text[] AS nothing, NULL AS none`;
    const result = (await call('query', {
      sql,
      values: [1, "'; DROP TABLE article; --", ['a"b', null, 'c\\d'], [{ x: [] }], '12'],
    })) as { rows: Json[] };
    expect(result.rows).toEqual([
      {
        n: 2,
        t: "'; DROP TABLE article; --",
        list: ['a"b', null, 'c\\d'],
        doc: [{ x: [] }],
        big: 12,
        beyond: '9007199254740993',
        amount: '12.90',
        at: '2026-03-29T00:58:44Z',
        day: '2026-03-29',
        yes: true,
        ints: [1, null],
        grid: [
          [1, 2],
          [3, 4],
        ],
        docs: [{ a: 'x,y' }],
        nothing: [],
        none: null,
      },
    ]);
    expect(await call('query', { sql: 'SELECT jsonb_array_length($1::jsonb) AS n', values: [[]] })).toMatchObject({
      rows: [{ n: 0 }],
    });
  });

  it.each([
    'DELETE FROM reservation',
    "UPDATE article SET on_hand = 0 WHERE sku = 'GFT-WRAP'",
    'CREATE TABLE x ()',
    'SELECT 1; DELETE FROM article',
    'COMMIT',
    '/* x */ rollback',
    'WITH gone AS (DELETE FROM article RETURNING 1) SELECT * FROM gone',
    "SELECT set_config('transaction_read_only', 'off', false); ",
  ])('cannot write: %s', async (sql) => {
    const outcome = await call('query', { sql }).then(
      () => 'ok',
      (error: { effect: string }) => error.effect,
    );
    expect(outcome === 'none' || sql.includes('set_config')).toBe(true);
    expect(await stockOf('GFT-WRAP')).toBe(100_000);
  });

  it('stops a slow statement, a flood of rows and a cancelled call', async () => {
    await expect(call('query', { sql: 'SELECT pg_sleep(30)', timeoutMs: 50 })).rejects.toMatchObject({
      kind: 'transient',
      effect: 'none',
      details: { sqlState: '57014' },
    });
    await expect(call('query', { sql: 'SELECT * FROM generate_series(1, 100000)', maxRows: 10 })).rejects.toMatchObject(
      { kind: 'invalidInput' },
    );
    const controller = new AbortController();
    const pending = action('query').call({ ...context, signal: controller.signal }, { sql: 'SELECT pg_sleep(30)' });
    const refused = expect(pending).rejects.toMatchObject({ name: 'ConnectorError', effect: 'none' });
    await vi.waitFor(async () => {
      const { rowCount } = await direct.query(
        `SELECT 1 FROM pg_stat_activity WHERE query LIKE '%pg_sleep(30)%' AND state = 'active' AND pid <> pg_backend_pid()`,
      );
      expect(rowCount).toBe(1);
    });
    controller.abort();
    await refused;
    expect(await call('query', { sql: 'SELECT 1 AS one' })).toMatchObject({ rows: [{ one: 1 }] });
  });
});

describe('postgres rows', () => {
  const line = { order_number: '1042', line_no: 1, sku: 'GFT-WRAP', quantity: 2 };

  it('inserts one row or a list, all or none', async () => {
    expect(await call('insert', { table: 'reservation', rows: line, returning: true })).toEqual({
      rowCount: 1,
      rows: [{ ...line, released_at: null }],
    });
    await expect(
      call('insert', { table: 'public.reservation', rows: [{ ...line, line_no: 2 }, line] }),
    ).rejects.toMatchObject({
      kind: 'conflict',
      effect: 'none',
      details: { sqlState: '23505' },
    });
    expect(
      await call('insert', {
        table: 'public.reservation',
        rows: [{ ...line, line_no: 2 }, line],
        onConflict: 'doNothing',
      }),
    ).toEqual({ rowCount: 1, rows: [] });
    await expect(
      call('insert', { table: 'reservation', rows: { ...line, line_no: 9, sku: 'NO-SUCH' } }),
    ).rejects.toMatchObject({ kind: 'invalidInput', effect: 'none' });
    expect(await call('insert', { table: 'reservation', rows: [] })).toEqual({ rowCount: 0, rows: [] });
  });

  it('upserts by the primary key or by named columns', async () => {
    const rows = [
      { sku: 'GFT-WRAP', title: 'Gift wrap, large', on_hand: 5 },
      { sku: 'NEW-01', title: 'New', on_hand: '7' },
    ];
    expect(await call('upsert', { table: 'article', rows })).toMatchObject({ rowCount: 2 });
    expect(await call('upsert', { table: 'article', rows, keyColumns: ' sku ' })).toMatchObject({ rowCount: 2 });
    expect(await stockOf('NEW-01')).toBe(7);
    await expect(call('upsert', { table: 'article', rows: [rows[0] ?? {}, rows[0] ?? {}] })).rejects.toMatchObject({
      kind: 'invalidInput',
    });
    await direct.query(
      `DELETE FROM article WHERE sku = 'NEW-01'; UPDATE article SET title = 'Gift wrap' WHERE sku = 'GFT-WRAP'`,
    );
  });

  it('updates rows that exist, and undoes all when one is missing', async () => {
    const rows = [
      { sku: 'GFT-WRAP', on_hand: 1 },
      { sku: 'NO-SUCH', on_hand: 1 },
    ];
    await expect(call('update', { table: 'article', rows, requireAll: true })).rejects.toMatchObject({
      kind: 'notFound',
      effect: 'none',
    });
    expect(await stockOf('GFT-WRAP')).toBe(100_000);
    expect(await call('update', { table: 'article', rows })).toMatchObject({ rowCount: 1 });
    expect(await stockOf('GFT-WRAP')).toBe(1);
  });

  it('writes odd names and every type', async () => {
    const row = {
      select: `Robert'); DROP TABLE article; --`,
      flags: [true, false],
      data: { n: [null, 'ø'] },
      amount: '184.60',
      big: '5871340126401000000',
      day: '2026-03-29',
      at: '2026-03-29T01:58:44+01:00',
      feeling: 'glad',
      short: 'abc',
    };
    const result = (await call('insert', { table: odd, rows: [row], returning: true })) as { rows: JsonObject[] };
    expect(result.rows[0]).toMatchObject({ ...row, at: '2026-03-29T00:58:44Z', size: row.select.length });
    await expect(call('insert', { table: odd, rows: { ...row, short: 'abcd' } })).rejects.toMatchObject({
      kind: 'invalidInput',
    });
  });

  it.each<[string, JsonObject]>([
    ['column "id; select pg_sleep(5)"', { table: 'article', rows: { 'id; select pg_sleep(5)': 1 } }],
    ['column "sku) values', { table: 'article', rows: { 'sku) VALUES (1': 1 } }],
    ['a generated column', { table: odd, rows: { size: 1 } }],
    ['no columns', { table: 'article', rows: {} }],
    [
      'unequal rows',
      {
        table: 'article',
        rows: [
          { sku: 'a', title: 'a', on_hand: 1 },
          { sku: 'b', title: 'b' },
        ],
      },
    ],
  ])('refuses %s', async (_name, input) => {
    await expect(call('insert', input)).rejects.toMatchObject({ kind: 'invalidInput', effect: 'none' });
  });

  it.each(['article; DROP TABLE article', 'public.article" --', 'nowhere'])('knows no table %s', async (table) => {
    await expect(call('insert', { table, rows: { a: 1 } })).rejects.toMatchObject({ kind: 'notFound', effect: 'none' });
  });
});

describe('postgres.transaction', () => {
  const reserve = `WITH line AS (SELECT * FROM json_to_recordset(:lines) AS l(line_no integer, sku text, quantity integer)),
    reserved AS (INSERT INTO reservation (order_number, line_no, sku, quantity) SELECT :order, line_no, sku, quantity FROM line
      ON CONFLICT DO NOTHING RETURNING sku, quantity)
    UPDATE article SET on_hand = on_hand - taken.quantity
    FROM (SELECT sku, sum(quantity)::integer AS quantity FROM reserved GROUP BY sku) AS taken WHERE article.sku = taken.sku`;
  const lines = [
    { line_no: 1, sku: 'MUG-RED-350', quantity: 4 },
    { line_no: 2, sku: 'GFT-WRAP', quantity: 2 },
  ];
  const reserveOrder = (values: JsonObject) =>
    call('transaction', { statements: [{ sql: reserve }], values, repeatable: true });

  it('reserves an order once, however often it is asked', async () => {
    for (let index = 0; index < 3; index += 1) await reserveOrder({ order: '#1042', lines });
    expect([await stockOf('MUG-RED-350'), await stockOf('GFT-WRAP')]).toEqual([99_996, 99_998]);
    await expect(
      reserveOrder({ order: '#1043', lines: [...lines, { line_no: 3, sku: 'NO-SUCH', quantity: 1 }] }),
    ).rejects.toMatchObject({
      kind: 'invalidInput',
      effect: 'none',
      details: { sqlState: '23503' },
    });
    expect(await stockOf('MUG-RED-350')).toBe(99_996);
  });

  it('gets through when many orders want the same articles at once', async () => {
    const both = (index: number) => (index % 2 === 0 ? lines : lines.toReversed());
    const orders = Array.from({ length: 60 }, (_, index) => ({ order: `#many-${index}`, lines: both(index) }));
    await Promise.all(orders.map((order) => reserveOrder(order)));
    expect([await stockOf('MUG-RED-350'), await stockOf('GFT-WRAP')]).toEqual([100_000 - 240, 100_000 - 120]);
  });

  it('undoes everything when a statement fails or touches other rows than expected', async () => {
    const take = { sql: "UPDATE article SET on_hand = on_hand - 1 WHERE sku = 'GFT-WRAP'", expectRows: 1 };
    await expect(
      call('transaction', { statements: [take, { sql: 'UPDATE article SET on_hand = -1' }] }),
    ).rejects.toMatchObject({
      effect: 'none',
      message: expect.stringContaining('statement 2') as string,
    });
    await expect(
      call('transaction', { statements: [take, { sql: "DELETE FROM article WHERE sku = 'NO-SUCH'", expectRows: 1 }] }),
    ).rejects.toMatchObject({
      kind: 'conflict',
      effect: 'none',
    });
    await expect(call('transaction', { statements: [take, { sql: 'COMMIT' }] })).rejects.toMatchObject({
      kind: 'invalidInput',
    });
    expect(await stockOf('GFT-WRAP')).toBe(100_000);
    expect(await call('transaction', { statements: [take, { sql: 'SELECT $1::int AS n', values: [5] }] })).toEqual({
      results: [
        { rowCount: 1, rows: [] },
        { rowCount: 1, rows: [{ n: 5 }] },
      ],
    });
  });

  it('asks for a value that is missing, and for the right number of them', async () => {
    await expect(call('transaction', { statements: [{ sql: 'SELECT :x' }] })).rejects.toMatchObject({
      kind: 'invalidInput',
    });
    await expect(call('query', { sql: 'SELECT $1::text', values: [['a'], 'b'] })).rejects.toMatchObject({
      kind: 'invalidInput',
      effect: 'none',
    });
  });
});

describe('discovery', () => {
  it('lists tables and gives the row of one as a schema', async () => {
    const tables = await postgres.discover['tables']?.(context, {});
    expect(tables?.options?.map((option) => option.value)).toEqual(
      expect.arrayContaining(['public.article', 'public.reservation', odd]),
    );
    const { schema } = (await postgres.discover['columns']?.(context, { table: 'public.reservation' })) ?? {};
    expect(schema).toMatchObject({
      type: 'object',
      required: ['order_number', 'line_no', 'sku', 'quantity'],
      properties: { quantity: { type: 'integer' }, released_at: { type: ['string', 'null'], format: 'date-time' } },
    });
    const oddSchema = (await postgres.discover['columns']?.(context, { table: odd }))?.schema;
    expect(oddSchema).toMatchObject({
      required: [],
      properties: {
        id: { readOnly: true },
        flags: { type: 'array', items: { type: 'boolean' } },
        feeling: { enum: ['glad', 'sad', null] },
        short: { maxLength: 3 },
        data: {},
      },
    });
  });
});

it('discovery › a domain is what it is made of, whether list, enumeration or a domain again', async () => {
  await direct.query(`
    CREATE DOMAIN code AS varchar(8) NOT NULL; CREATE DOMAIN sku AS code CHECK (VALUE <> '');
    CREATE DOMAIN numbers AS int[]; CREATE DOMAIN feeling AS mood; CREATE DOMAIN amount AS numeric(12, 2) DEFAULT 0 NOT NULL;
    CREATE TABLE domains (a sku, b numbers, c feeling, d amount, e sku[], f char(3), g varchar);`);
  const { schema } = (await postgres.discover['columns']?.(context, { table: 'public.domains' })) ?? {};
  expect(schema).toMatchObject({
    required: ['a'],
    properties: {
      a: { type: 'string', maxLength: 8 },
      b: { type: ['array', 'null'], items: { type: 'integer' } },
      c: { enum: ['glad', 'sad', null] },
      d: { type: ['number', 'string'] },
      f: { maxLength: 3 },
    },
  });
  expect(schema?.properties?.['g']).not.toHaveProperty('maxLength');
  const row = { a: 'A-1', b: [1, 2], c: 'sad', d: '12.50', f: 'abc' };
  await call('insert', { table: 'public.domains', rows: [row] });
  expect((await direct.query('SELECT a, b, c, d, f FROM domains')).rows).toEqual([row]);
});

describe('a database that refuses', () => {
  const testWith = (parts: { settings?: JsonObject; credential?: Record<string, string> }) => {
    const own = testContext(egress, {
      settings: { ...settings, ...parts.settings },
      credential: parts.credential ?? credential,
    });
    return Promise.resolve(postgres.test?.(own)).finally(() => own[Symbol.asyncDispose]());
  };

  it('says the version when it works', async () => {
    await expect(testWith({})).resolves.toMatch(/^PostgreSQL \d+/);
    await expect(testWith({ settings: { host: 'localhost' } })).resolves.toMatch(/^PostgreSQL/);
  });

  it('names cause and next step', async () => {
    await expect(testWith({ credential: { password: 'wrong' } })).rejects.toMatchObject({
      kind: 'auth',
      effect: 'none',
      next: expect.stringContaining('password') as string,
    });
    await expect(testWith({ settings: { database: 'nowhere' } })).rejects.toMatchObject({
      kind: 'permanent',
      effect: 'none',
    });
    await expect(testWith({ settings: { tls: 'verify' } })).rejects.toMatchObject({
      kind: 'permanent',
      next: expect.stringContaining('ncryption') as string,
    });
    await expect(testWith({ settings: { host: '' } })).rejects.toMatchObject({ kind: 'invalidInput' });
  });

  it.each(['127.0.0.1', '0x7f000001', 'localhost', '::1', '/var/run/postgresql'])(
    'sends no packet to %s when it is not allowed',
    async (host) => {
      await using canary = await startCanary();
      await using own = testContext(egress, { settings: { ...settings, host, port: canary.port }, credential });
      await expect(postgres.test?.(own)).rejects.toMatchObject({ kind: 'permanent', effect: 'none' });
      expect(canary.connections()).toBe(0);
    },
  );
});
