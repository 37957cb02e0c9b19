// Loops over records through real runs: a worker that is killed in the middle repeats no turn that is done and loses none, even where the
// source holds other records by then.
import { expect, test, vi } from 'vitest';
import { connectDatabase, publishWith, RecordsDraft } from '../fixtures/rig/records-flow.ts';
import { openLab } from './lab.ts';
import { onlyRun, shopDatabase, start } from './records-lab.ts';
import { silentTarget } from './silent-target.ts';

interface Order {
  readonly id: number;
}

/** A web service that takes orders, each under a key, and refuses each hundredth. */
const orderTarget = () =>
  silentTarget(
    (body, headers) => ({
      key: String(headers['idempotency-key']),
      orders: (Array.isArray(body) ? body : [body]) as readonly Order[],
    }),
    ({ orders }) => (orders.some(({ id }) => id % 100 === 0) ? 422 : 204),
  );

test(
  'turns are the records that were kept when the loop began; a killed worker repeats none that is done',
  { timeout: 300_000 },
  async () => {
    await using shop = await shopDatabase();
    await shop.sql.query('CREATE TABLE orders AS SELECT n AS id FROM generate_series(1, 450) n');
    await using target = await orderTarget();
    await using lab = await openLab({ egressAllow: [shop.allow, target.allow] });
    lab.doors.push(await lab.rig.server());
    const fixed = (value: unknown): object => ({ mode: 'fixed', value });
    const draft = new RecordsDraft()
      .slot('db', 'postgres')
      .read('read', 'postgres.readRecords', { slot: 'db', input: { sql: 'SELECT * FROM orders ORDER BY id' } })
      .step('some', 'filter', { condition: 'item.id <= 400' })
      .node('loop', 'forEach', { items: '', records: {}, concurrency: 4, onFailure: 'collect', output: 'item.id' })
      .node('send', 'action', {
        operation: 'http.request',
        input: {
          method: fixed('POST'),
          url: fixed(target.url),
          body: { mode: 'expression', expr: 'item' },
          repeat: fixed('key'),
        },
      })
      .node('count', 'map', {
        mapping: {
          map: 1,
          root: { fields: { done: { expr: 'COUNT(steps.loop.done)' }, failed: { expr: 'steps.loop.failed' } } },
        },
      })
      .to('hook', 'read')
      .to('read', 'some')
      .to('some', 'loop')
      .to('loop.each', 'send')
      .to('loop', 'count')
      .build('Loop over records');
    const { hook } = await publishWith(lab.rig.api, draft, { db: await connectDatabase(lab.rig.api, shop.address) });
    const doomed = await lab.rig.worker();
    target.silentFrom(150);
    await start(lab, hook);
    // Four turns are under way, and no more will begin.
    await vi.waitFor(() => expect(target.came.length).toBe(153), { timeout: 60_000, interval: 20 });
    doomed.signal('SIGKILL');
    await vi.waitFor(() => expect(doomed.isGone).toBe(true), { timeout: 30_000, interval: 20 });
    await shop.sql.query(
      'DELETE FROM orders WHERE id < 200; INSERT INTO orders SELECT -n FROM generate_series(1, 50) n',
    );
    target.silentFrom(Infinity);
    await lab.rig.worker();
    await lab.settled(60_000);
    const { status, steps } = await onlyRun(lab);
    expect(status).toBe('succeeded');
    expect(steps.get('loop')).toMatchObject({ status: 'succeeded', turns: { count: 400, failed: 4 } });
    const output = steps.get('count')?.output as { done: number; failed: { index: number; item: Order }[] };
    expect(output.done).toBe(396);
    expect(output.failed.map(({ index, item }) => [index, item])).toEqual(
      [100, 200, 300, 400].map((id) => [id - 1, { id }]),
    );
    const ofKey = new Map<string, number>();
    for (const { key, orders } of target.came) {
      const id = orders[0]?.id ?? Number.NaN;
      // A key never carries two records.
      expect(ofKey.get(key) ?? id).toBe(id);
      ofKey.set(key, id);
    }
    expect([...ofKey.values()].toSorted((one, other) => one - other)).toEqual(
      Array.from({ length: 400 }, (_, at) => at + 1),
    );
    // Only those that nobody had heard of were called again.
    expect(target.came.length).toBeLessThanOrEqual(404);
  },
);
