import { expect, test } from '../fixtures/test.ts';
import {
  connectSystems,
  deliver,
  deliverAll,
  expectedOrders,
  orders,
  publishOrderToCash,
  sampleOrder,
} from '../scenarios/shop.ts';
import type { LiveFlow } from '../fixtures/live-flow.ts';

interface RunItem {
  readonly id: string;
  readonly status: string;
  readonly what: string;
}
interface Stored {
  readonly order_number: string;
  readonly lines: number;
  readonly released: number;
}

const sorted = (values: Iterable<string>): string[] => [...values].sort();
const nameOf = (order: string): string => (JSON.parse(order) as { name: string }).name;
const cityOf = (order: string): string =>
  (JSON.parse(order) as { shipping_address: { city: string } }).shipping_address.city;
const numberOf = (name: string): string => name.replace('#', '');

test.describe('the flagship flow', () => {
  let flow: LiveFlow;

  test.beforeAll(async ({ api, inventory, payment, parcel }) => {
    const systems = { inventory, paymentUrl: payment.url, parcelUrl: `${parcel.url}/v1` };
    flow = await publishOrderToCash(api, await connectSystems(api, systems));
  });

  test('refuses a wrong signature, a body that is no JSON, and one of 11 MB; nothing is stored', async ({ api }) => {
    const before = await api.all<RunItem>('/runs');
    const order = await sampleOrder();
    const post = (body: string, headers: Record<string, string>) =>
      fetch(flow.hookUrl, { method: 'POST', body, headers });
    const wrong = await post(order, { 'content-type': 'application/json', 'X-Shop-Signature': 'AAAA' });
    expect(wrong.status).toBe(401);
    expect(await wrong.json()).toMatchObject({ status: 401, detail: expect.stringContaining('X-Shop-Signature') });
    expect((await post(order, { 'content-type': 'application/json' })).status).toBe(401);
    const noJson = await deliver(flow.hookUrl, '{"id": 1,');
    expect(noJson).toMatchObject({ status: 400, body: { detail: expect.stringContaining('not JSON') } });
    const large = await post('x'.repeat(11 * 1024 * 1024), {
      'content-type': 'application/json',
      'X-Shop-Signature': 'AAAA',
    });
    expect(large.status).toBe(413);
    expect(
      (await fetch(`${flow.hookUrl.replace(/\/hooks\/.*/, '')}/hooks/no-such-key-no-such-key-xx`, { method: 'POST' }))
        .status,
    ).toBe(404);
    expect(await api.all<RunItem>('/runs')).toHaveLength(before.length);
  });

  test('answers one order with its number, payment and tracking number, and its duplicate with the same', async ({
    inventory,
  }) => {
    const order = await sampleOrder();
    const answer = await deliver(flow.hookUrl, order);
    expect(answer).toMatchObject({ status: 200, body: { orderNumber: '1042', trackingNumber: expect.any(String) } });
    expect(await deliver(flow.hookUrl, order)).toEqual(answer);
    const rows = await inventory.query<{ line_no: number }>('SELECT line_no FROM reservation WHERE order_number = $1', [
      '1042',
    ]);
    expect(rows).toHaveLength(3);
  });

  test('carries 500 orders to exactly one reservation, charge and parcel each, and takes back what cannot be shipped', async ({
    api,
    inventory,
    payment,
    parcel,
  }) => {
    test.setTimeout(600_000);
    await inventory.query('DELETE FROM reservation');
    await inventory.query('UPDATE article SET on_hand = 100000');
    payment.reset();
    parcel.reset();
    // The sample order above has the id of the first generated one; here every order is new.
    const bodies = (await orders(500, 7)).map((order) => order.replace('"id":587134', '"id":687134'));
    const given = await expectedOrders(500, 7);
    // Where the carrier does not go, it refuses the parcel; the data says which orders go there.
    parcel.fail({ status: 422, match: '/parcels', about: '"Leeds"', times: 1_000 });
    const toLeeds = new Set(bodies.filter((body) => cityOf(body) === 'Leeds').map(nameOf));
    const refused = given.valid.filter((name) => toLeeds.has(name));
    const expected = { ...given, refused, valid: given.valid.filter((name) => !toLeeds.has(name)) };
    expect(refused.length).toBeGreaterThan(30);
    expect(expected.declined.length).toBeGreaterThan(5);
    const known = new Set((await api.all<RunItem>(`/runs?flowId=${flow.flowId}`)).map((run) => run.id));
    const answers = await deliverAll(flow.hookUrl, bodies, 20);

    const statusOf = new Map(bodies.map((body, index) => [nameOf(body), answers[index]?.status]));
    const named = (status: number) => sorted([...statusOf].filter(([, code]) => code === status).map(([name]) => name));
    expect(named(200)).toEqual(sorted(expected.valid));
    expect(named(402)).toEqual(sorted(expected.declined));
    expect(named(422)).toEqual(sorted(expected.refused));
    expect(named(500)).toEqual(sorted([...expected.noEmail, ...expected.unknownSku]));

    // The shop has its answer before all is taken back.
    const runsOfThese = async (): Promise<RunItem[]> =>
      (await api.all<RunItem>(`/runs?flowId=${flow.flowId}`)).filter((run) => !known.has(run.id));
    const ended = ['succeeded', 'failed', 'cancelled'];
    await expect
      .poll(async () => (await runsOfThese()).filter(({ status }) => !ended.includes(status)), { timeout: 60_000 })
      .toEqual([]);

    const stored = await inventory.query<Stored>(
      `SELECT order_number, count(*)::int AS lines, count(released_at)::int AS released FROM reservation GROUP BY order_number`,
    );
    const kept = stored.filter((row) => row.released === 0).map((row) => row.order_number);
    const released = stored.filter((row) => row.released === row.lines).map((row) => row.order_number);
    expect(sorted(kept)).toEqual(sorted(expected.valid.map(numberOf)));
    const takenBack = [...expected.declined, ...expected.refused];
    expect(sorted(released)).toEqual(sorted(takenBack.map(numberOf)));
    expect(stored).toHaveLength(kept.length + released.length);
    const taken = await inventory.query<{ missing: number; held: number }>(
      `SELECT (SELECT sum(100000 - on_hand)::int FROM article) AS missing,
        (SELECT sum(quantity)::int FROM reservation WHERE released_at IS NULL) AS held`,
    );
    expect(taken[0]?.missing).toBe(taken[0]?.held);

    const { charges, refunds } = payment.state();
    const charged = (status: string): string[] =>
      sorted(charges.filter((charge) => charge.status === status).map(({ reference }) => reference));
    expect(charged('captured')).toEqual(sorted(expected.valid.map(numberOf)));
    expect(charged('refunded')).toEqual(sorted(expected.refused.map(numberOf)));
    expect(sorted(refunds.map(({ reference }) => reference))).toEqual(charged('refunded'));
    expect(new Set([...charges, ...refunds].map(({ key }) => key)).size).toBe(charges.length + refunds.length);
    expect(sorted(parcel.state().parcels.map((one) => one.reference ?? ''))).toEqual(
      sorted(expected.valid.map(numberOf)),
    );

    const runs = await runsOfThese();
    expect(runs).toHaveLength(expected.distinct.length);
    const failed = runs.filter((run) => run.status === 'failed');
    expect(failed).toHaveLength(expected.noEmail.length + expected.unknownSku.length + expected.refused.length);
    expect(failed.filter((run) => /No parcel/.test(run.what))).toHaveLength(expected.refused.length);
    expect(failed.filter((run) => /email/.test(run.what))).toHaveLength(expected.noEmail.length);
    expect(failed.filter((run) => /NO-SUCH-SKU|article|foreign key/i.test(run.what))).toHaveLength(
      expected.unknownSku.length,
    );
    expect(runs.filter((run) => run.status === 'succeeded')).toHaveLength(
      expected.valid.length + expected.declined.length,
    );
    expect(await api.all('/dead-letters')).toEqual([]);
  });
});
