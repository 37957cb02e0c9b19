// A join of the records of two readers through real runs: exact results and counts, also when workers are killed within it.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, vi } from 'vitest';
import { connectDatabase, publishWith, RecordsDraft } from '../fixtures/rig/records-flow.ts';
import { openLab, sessionsEnd, soon } from './lab.ts';
import { onlyRun, shopDatabase, start } from './records-lab.ts';

test('orders of a table are joined with customers of a file, on disk too: workers killed while partners are read and while batches are written change nothing', async () => {
  // More than a group of steps may hold in memory, so both sides go to disk.
  const customers = Array.from({ length: 4_500 }, (_, at) => `C${at},Customer ${at},${'n'.repeat(8_192)}\n`);
  await using file = await stallingFile(['id,name,note\n', ...customers]);
  await using shop = await shopDatabase();
  await shop.sql.query(
    `CREATE TABLE orders AS SELECT n AS id, 'C' || n % 5000 AS customer FROM generate_series(1, 5500) n`,
  );
  await shop.sql.query('CREATE TABLE joined (id int PRIMARY KEY, name text, size int, writes int DEFAULT 0)');
  await shop.sql.query(
    `CREATE FUNCTION counted() RETURNS trigger AS $$ BEGIN NEW.writes := OLD.writes + 1; RETURN NEW; END $$ LANGUAGE plpgsql`,
  );
  await shop.sql.query('CREATE TRIGGER counted BEFORE UPDATE ON joined FOR EACH ROW EXECUTE FUNCTION counted()');
  await using lab = await openLab({ egressAllow: [shop.allow, `127.0.0.1:${file.port}`] });
  lab.doors.push(await lab.rig.server());
  const connection = await connectDatabase(lab.rig.api, shop.address);
  const draft = new RecordsDraft()
    .slot('db', 'postgres')
    .read('orders', 'postgres.readRecords', { slot: 'db', input: { sql: 'SELECT * FROM orders ORDER BY id' } })
    .read('customers', 'http.readRecords', { input: { url: file.url } })
    .step('pair', 'join', {
      partners: '',
      key: 'item.customer',
      partnerKey: 'item.id',
      as: 'partner',
      keep: 'left',
    })
    .map('shape', { id: 'item.id', name: "item.partner.name ?? 'nobody'", size: "LEN(item.partner.note ?? '')" })
    .write('write', 'postgres.upsertRecords', { slot: 'db', input: { table: 'public.joined' } })
    .to('hook', 'orders')
    .to('hook', 'customers')
    .to('orders', 'pair')
    .to('customers', 'pair.partners')
    .to('pair', 'shape')
    .to('shape', 'write')
    .build('Orders with customers');
  const { hook } = await publishWith(lab.rig.api, draft, { db: connection });
  const first = await lab.rig.worker();
  await start(lab, hook);
  // All partners but the last came, so most stand on disk.
  await file.stalled;
  first.signal('SIGKILL');
  await first.ended;
  await sessionsEnd(lab);
  expect((await shop.sql.query('SELECT FROM joined')).rowCount).toBe(0);
  const second = await lab.rig.worker({ failpoint: 'mark-batches:answered:4' });
  await vi.waitFor(() => expect(second.isGone).toBe(true), soon);
  await sessionsEnd(lab);
  await lab.rig.worker();
  await lab.settled(120_000);

  const { status, steps } = await onlyRun(lab);
  expect([...steps.values()].filter((step) => step.error !== undefined)).toEqual([]);
  expect(status).toBe('succeeded');
  const counts = { in: 5_500, out: 5_500, failed: 0 };
  expect(steps.get('orders')?.records).toMatchObject(counts);
  expect(steps.get('customers')?.records).toMatchObject({ in: 4_500, out: 4_500, failed: 0 });
  expect(steps.get('pair')?.records).toMatchObject({ ...counts, partners: 4_500, matched: 5_000 });
  expect(steps.get('write')?.records).toMatchObject({ ...counts, batches: 6 });
  const { rows } = await shop.sql.query(
    `SELECT count(*)::int AS n, count(*) FILTER (WHERE j.name = CASE WHEN o.id % 5000 < 4500 THEN 'Customer ' || o.id % 5000 ELSE 'nobody' END
          AND j.size = CASE WHEN o.id % 5000 < 4500 THEN 8192 ELSE 0 END)::int AS right, sum(j.writes)::int AS again
       FROM joined j JOIN orders o USING (id)`,
  );
  // Three batches were known as taken and were not sent again.
  expect(rows[0]).toMatchObject({ n: 5_500, right: 5_500 });
  expect(rows[0].again).toBeLessThanOrEqual(1_000);
});

/** The first time it is asked, its last line does not come. */
async function stallingFile(lines: readonly string[]) {
  const { promise: stalled, resolve } = Promise.withResolvers<void>();
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.writeHead(200, { 'content-type': 'text/csv' });
    if (asked > 1) response.end(lines.join(''));
    else response.write(lines.slice(0, -1).join(''), () => resolve());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}/customers.csv`,
    stalled,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
