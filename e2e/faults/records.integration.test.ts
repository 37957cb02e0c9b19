// Records through real runs: exact results and counts, also when the worker is killed in the middle.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, vi } from 'vitest';
import { connectDatabase, publishWith, RecordsDraft } from '../fixtures/rig/records-flow.ts';
import { actedWithinMs, openLab, soon } from './lab.ts';
import { batchTarget, onlyRun, orderFile, shopDatabase, start } from './records-lab.ts';

test('records go from a table through a map into another; a killed worker sends no batch twice over', async () => {
  await using shop = await shopDatabase();
  await shop.sql.query(
    `CREATE TABLE orders AS SELECT n AS id, 'C' || n % 700 AS customer, (n % 90 + 0.5)::float8 AS price FROM generate_series(1, 9500) n`,
  );
  await shop.sql.query('CREATE TABLE copies (id int PRIMARY KEY, customer text, gross float8, writes int DEFAULT 0)');
  await shop.sql.query(
    `CREATE FUNCTION counted() RETURNS trigger AS $$ BEGIN NEW.writes := OLD.writes + 1; RETURN NEW; END $$ LANGUAGE plpgsql`,
  );
  await shop.sql.query('CREATE TRIGGER counted BEFORE UPDATE ON copies FOR EACH ROW EXECUTE FUNCTION counted()');
  await using lab = await openLab({ egressAllow: [shop.allow] });
  lab.doors.push(await lab.rig.server());
  const connection = await connectDatabase(lab.rig.api, shop.address);
  const draft = new RecordsDraft()
    .slot('db', 'postgres')
    .read('read', 'postgres.readRecords', { slot: 'db', input: { sql: 'SELECT * FROM orders ORDER BY id' } })
    .map('shape', { id: 'item.id', customer: 'LOWER(item.customer)', gross: 'item.price * 2' })
    .write('write', 'postgres.upsertRecords', { slot: 'db', input: { table: 'public.copies' } })
    .to('hook', 'read')
    .to('read', 'shape')
    .to('shape', 'write')
    .build('Copies');
  const { hook } = await publishWith(lab.rig.api, draft, { db: connection });
  // Dies when the fifth mark has been answered: four batches are known as taken, the fifth was about to be sent.
  const doomed = await lab.rig.worker({ failpoint: 'mark-batches:answered:5' });
  await start(lab, hook);
  await vi.waitFor(() => expect(doomed.isGone).toBe(true), soon);
  await lab.rig.worker();
  await lab.settled(60_000);
  const { status, steps } = await onlyRun(lab);
  expect(status).toBe('succeeded');
  const counts = { in: 9_500, out: 9_500, failed: 0 };
  expect(steps.get('read')?.records).toMatchObject(counts);
  expect(steps.get('shape')?.records).toMatchObject(counts);
  expect(steps.get('write')?.records).toMatchObject({ ...counts, batches: 10 });
  expect(steps.get('shape')?.records?.first?.[0]).toEqual({ id: 1, customer: 'c1', gross: 3 });
  expect(steps.get('write')?.output).toEqual({ records: 9_500, batches: 10 });
  const { rows } = await shop.sql.query(
    `SELECT count(*)::int AS copies, sum(writes)::int AS again,
      (SELECT count(*)::int FROM copies c JOIN orders o USING (id) WHERE c.customer = lower(o.customer) AND c.gross = o.price * 2) AS right
     FROM copies`,
  );
  // Four batches were known as taken and were not sent again.
  expect(rows[0]).toMatchObject({ copies: 9_500, right: 9_500 });
  expect(rows[0].again).toBeLessThanOrEqual(1_000);
});

async function serveFile(text: string) {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.writeHead(200, { 'content-type': 'text/csv' }).end(text);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}/orders.csv`,
    asked: () => asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

test('a file of orders becomes sums of customers in a table, and its bad records are kept; a worker killed in the middle changes nothing', async () => {
  const { text, right, wrong } = orderFile(60_000);
  await using file = await serveFile(text);
  await using shop = await shopDatabase();
  await shop.sql.query(
    'CREATE TABLE customer_sum (customer text PRIMARY KEY, orders int, gross float8, largest float8)',
  );
  await shop.sql.query('CREATE TABLE bad_order (id text PRIMARY KEY, reason text)');
  await using lab = await openLab({ egressAllow: [shop.allow, `127.0.0.1:${file.port}`] });
  lab.doors.push(await lab.rig.server());
  const connection = await connectDatabase(lab.rig.api, shop.address);
  const draft = new RecordsDraft()
    .slot('db', 'postgres')
    .read('orders', 'http.readRecords', { input: { url: file.url } })
    .step('check', 'validate', {
      rules: [
        { field: 'id', rule: 'required' },
        { field: 'email', rule: 'pattern', pattern: '^[^@ ]+@[^@ ]+$' },
      ],
    })
    .map('shape', {
      number: 'item.id',
      day: 'LEFT(item.created, 10)',
      customer: 'item.customer',
      name: "item.last & ', ' & item.first",
      email: 'LOWER(item.email)',
      city: "item.zip & ' ' & item.city",
      country: 'LOWER(item.country)',
      net: 'NUMBER(item.quantity) * NUMBER(item.price)',
      gross: 'ROUND(NUMBER(item.quantity) * NUMBER(item.price) * (100 + NUMBER(item.vat)), 0)',
      vat: 'NUMBER(item.vat)',
      paid: "item.status = 'paid'",
      size: "IF(NUMBER(item.quantity) > 4, 'large', 'small')",
    })
    .step('paid', 'filter', { condition: 'item.paid' })
    .step('sums', 'aggregate', {
      groupBy: [{ name: 'customer', expr: 'item.customer' }],
      measures: [
        { name: 'orders', kind: 'count' },
        { name: 'gross', kind: 'sum', of: 'item.gross' },
        { name: 'largest', kind: 'max', of: 'item.net' },
      ],
    })
    .write('save', 'postgres.upsertRecords', { slot: 'db', input: { table: 'public.customer_sum' } })
    .map('bad', { id: 'item.record.id', reason: 'item.problems[0].field' })
    .write('keep', 'postgres.upsertRecords', { slot: 'db', input: { table: 'public.bad_order' } })
    .to('hook', 'orders')
    .to('orders', 'check')
    .to('check', 'shape')
    .to('shape', 'paid')
    .to('paid', 'sums')
    .to('sums', 'save')
    .to('check.invalid', 'bad')
    .to('bad', 'keep')
    .build('Orders to sums');
  const { hook } = await publishWith(lab.rig.api, draft, { db: connection });
  const doomed = await lab.rig.worker({ failpoint: 'mark-batches:sent:3' });
  await start(lab, hook);
  await vi.waitFor(() => expect(doomed.isGone).toBe(true), soon);
  await lab.rig.worker();
  await lab.settled(90_000);

  const { status, steps } = await onlyRun(lab);
  expect([...steps.values()].filter((step) => step.error !== undefined)).toEqual([]);
  expect(status).toBe('succeeded');
  expect(file.asked()).toBe(2);
  const good = 60_000 - wrong.invalid;
  const counts = Object.fromEntries(
    [...steps].map(([path, { records }]) => [path, [records?.in, records?.out, records?.failed]]),
  );
  expect(counts).toEqual({
    hook: [undefined, undefined, undefined],
    orders: [60_000, 60_000, 0],
    check: [60_000, good, wrong.invalid],
    shape: [good, good, 0],
    paid: [good, good - wrong.cancelled, 0],
    sums: [good - wrong.cancelled, right.size, 0],
    save: [right.size, right.size, 0],
    bad: [wrong.invalid, wrong.invalid, 0],
    keep: [wrong.invalid, wrong.invalid, 0],
  });
  const { rows } = await shop.sql.query<{ customer: string; orders: number; gross: number }>(
    'SELECT * FROM customer_sum',
  );
  expect(new Map(rows.map(({ customer, orders, gross }) => [customer, { orders, gross }]))).toEqual(right);
  const bad = await shop.sql.query('SELECT DISTINCT reason, count(*)::int AS n FROM bad_order GROUP BY 1');
  expect(bad.rows).toEqual([{ reason: 'email', n: wrong.invalid }]);
});

test('an upload is read as records and sent in batches: one whose worker died is left to a person, and a cancel stops them', async () => {
  await using target = await batchTarget();
  await using lab = await openLab({ egressAllow: [target.allow] });
  lab.doors.push(await lab.rig.server());
  const draft = new RecordsDraft()
    .read('read', 'file.readEvent', { input: { format: 'csv' } })
    .write('send', 'http.writeRecords', { input: { method: 'POST', url: target.url, batchSize: 1_000 } })
    .write('keep', 'file.writeRecords', { input: { name: 'orders', format: 'json' } })
    .to('hook', 'read')
    .to('read', 'send')
    .to('read', 'keep')
    .build('Upload');
  const { hook } = await publishWith(lab.rig.api, draft, {});
  const { text: upload } = orderFile(9_500);
  const send = async (): Promise<void> => {
    const address = `${lab.doors[0]?.url ?? ''}${hook}`;
    const answer = await fetch(address, { method: 'POST', headers: { 'content-type': 'text/csv' }, body: upload });
    expect(answer.status).toBe(202);
  };

  target.silentFrom(4);
  const doomed = await lab.rig.worker();
  await send();
  await vi.waitFor(() => expect(target.came).toHaveLength(4), soon);
  doomed.signal('SIGKILL');
  await doomed.ended;
  await lab.rig.worker();
  await vi.waitFor(async () => expect((await onlyRun(lab)).steps.get('send')?.status).toBe('unknown'), soon);
  const { steps: inDoubt } = await onlyRun(lab);
  expect(inDoubt.get('send')?.error?.message).toMatch(
    /batch 4 with 1000 records; the 3000 records before it were taken/,
  );
  expect(target.came).toHaveLength(4);

  // It did happen: the batch is not sent again, and the rest follows.
  const [item] = await lab.rig.api.all<{ id: string }>('/runs');
  const before = target.came.slice();
  target.silentFrom(Infinity);
  await lab.rig.api.request('POST', `/runs/${item?.id}/steps/resolve`, { path: 'send', decision: 'done' });
  await lab.settled(60_000);
  const { status, steps } = await onlyRun(lab);
  expect(status).toBe('succeeded');
  expect(steps.get('send')?.records).toMatchObject({ in: 9_500, out: 9_500, failed: 0, batches: 10 });
  const ids = [...before, ...target.came].flat();
  expect([ids.length, new Set(ids).size]).toEqual([9_500, 9_500]);
  const file = await lab.rig.api.request<unknown[]>(
    'GET',
    `/runs/${item?.id}/steps/content/download?path=keep&which=file`,
  );
  expect(file).toHaveLength(9_500);

  target.silentFrom(3);
  await send();
  await vi.waitFor(() => expect(target.came).toHaveLength(3), soon);
  const [second] = await lab.rig.api.all<{ id: string }>('/runs');
  await lab.rig.api.request('POST', `/runs/${second?.id}/cancel`);
  await lab.settled(30_000);
  const { rows } = await lab.rig.db.query<{ status: string; ms: number }>(
    `SELECT status, extract(epoch FROM finished_at - cancel_at)::float8 * 1000 AS ms FROM v_run WHERE id = $1`,
    [second?.id],
  );
  expect(rows).toMatchObject([{ status: 'cancelled' }]);
  expect(rows[0]?.ms).toBeLessThanOrEqual(actedWithinMs(lab.rig.slowness));
  expect(target.came).toHaveLength(3);
});
