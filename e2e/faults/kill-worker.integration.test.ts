// The promise under a SIGKILL: nothing lost, nothing charged or reserved twice, doubt is said, recovery within 12 s.
import { expect, test, vi } from 'vitest';
import { startInventoryDb } from '../fixtures/inventory-db.ts';
import { startParcelApi } from '../fixtures/parcel-api.ts';
import { startPaymentApi } from '../fixtures/payment-api.ts';
import { startProduct } from '../fixtures/product.ts';
import { publicApi } from '../fixtures/public-api.ts';
import { connectSystems, deliver, orders, publishOrderToCash } from '../scenarios/shop.ts';
import { actedWithinMs, soon } from './lab.ts';

const wanted = 100;
/** Of the product's start, on two cores that do nothing else. */
const usualStartMs = 6_000;

interface RunItem {
  readonly id: string;
  readonly status: string;
  readonly needsDecision: boolean;
}

/** Orders that go through: known articles, an address, a card that is accepted. */
async function goodOrders(): Promise<string[]> {
  const all = await orders(160, 11);
  const good = all.filter((text, index) => {
    const isFine = !/"email":null|NO-SUCH-SKU|tok_declined/.test(text);
    return isFine && all.indexOf(text) === index;
  });
  expect(good.length).toBeGreaterThanOrEqual(wanted);
  return good.slice(0, wanted);
}

test('SIGKILL of the worker with 100 runs in flight', async () => {
  await using payment = await startPaymentApi();
  await using parcel = await startParcelApi();
  await using inventory = await startInventoryDb();
  const began = performance.now();
  await using product = await startProduct({
    egressAllow: [payment.port, parcel.port, inventory.port].map((port) => `127.0.0.1:${port}`),
    database: inventory.newDatabase,
  });
  const slowness = Math.max(1, (performance.now() - began) / usualStartMs);
  await product.claimOwner();
  const api = publicApi(product.url, await product.apiKey('admin'));
  const systems = { inventory, paymentUrl: payment.url, parcelUrl: `${parcel.url}/v1` };
  const flow = await publishOrderToCash(api, await connectSystems(api, systems));
  await using patchbay = await inventory.connect(product.databaseUrl ?? '');

  // Whatever a busy machine makes of it, some runs are in their payment when the worker is killed, and others in their parcel.
  payment.fail({ delayMs: 400, times: 60 });
  payment.fail({ delayMs: 10_000, times: wanted - 60 });
  parcel.fail({ delayMs: 5_000, times: 1_000, when: 'after' });
  const bodies = await goodOrders();
  const answers = bodies.map((body) => deliver(flow.hookUrl, body));
  await vi.waitFor(() => {
    expect(parcel.state().calls).toBeGreaterThanOrEqual(10);
    expect(payment.state().calls).toBeGreaterThanOrEqual(70);
  }, soon);
  const alive = await patchbay.query<{ pid: number; at: Date }>(
    `SELECT pid, now() AS at FROM worker_session WHERE kind = 'worker' AND expires_at > now()`,
  );
  const [worker] = alive.rows;
  if (worker === undefined) throw new Error('no worker is alive');
  process.kill(worker.pid, 'SIGKILL');

  await vi.waitFor(async () => {
    const open = await patchbay.query(
      `SELECT 1 FROM run WHERE status IN (0, 1) OR (status = 2 AND wake_at IS NOT NULL)`,
    );
    expect(open.rowCount).toBe(0);
    const all = await patchbay.query('SELECT 1 FROM run');
    expect(all.rowCount).toBe(wanted);
  }, soon);
  await Promise.allSettled(answers);

  const runs = await api.all<RunItem>('/runs');
  const inDoubt = runs.filter((run) => run.status === 'waiting');
  expect(runs.filter((run) => run.status !== 'succeeded' && run.status !== 'waiting')).toEqual([]);
  expect(inDoubt.every((run) => run.needsDecision)).toBe(true);
  expect(inDoubt.length).toBeGreaterThan(0);
  const doubtful = await patchbay.query<{ path: string }>(
    `SELECT DISTINCT s.path FROM v_step s JOIN run r ON r.id = s.run_id WHERE r.status = 2 AND s.status = 'unknown'`,
  );
  expect(doubtful.rows).toEqual([{ path: 'parcel' }]);

  const charged = payment.state().charges.map((charge) => charge.reference);
  expect(new Set(charged).size).toBe(charged.length);
  expect(charged).toHaveLength(wanted);
  const booked = parcel.state().parcels.map((one) => one.reference);
  expect(new Set(booked).size).toBe(booked.length);
  const stock = await inventory.query<{ missing: number; held: number; orders: number }>(
    `SELECT (SELECT sum(100000 - on_hand)::int FROM article) AS missing,
      (SELECT sum(quantity)::int FROM reservation) AS held,
      (SELECT count(DISTINCT order_number)::int FROM reservation) AS orders`,
  );
  expect(stock[0]?.missing).toBe(stock[0]?.held);
  expect(stock[0]?.orders).toBe(wanted);

  const recovery = await patchbay.query<{ slowest: number; recovered: number }>(
    `SELECT count(*)::int AS recovered, max(extract(epoch FROM claimed_at - $1))::float8 * 1000 AS slowest
     FROM run WHERE crashes > 0`,
    [worker.at],
  );
  console.log(
    `recovered ${recovery.rows[0]?.recovered} runs, the slowest after ${Math.round(recovery.rows[0]?.slowest ?? 0)} ms; ${inDoubt.length} parcels in doubt`,
  );
  expect(recovery.rows[0]?.recovered).toBeGreaterThan(0);
  expect(recovery.rows[0]?.slowest).toBeLessThanOrEqual(actedWithinMs(slowness));
});
