// Events of one source stand in the lines of their flow in the order in which the source has them, however large some of them are.
import { randomUUID } from 'node:crypto';
import { DeploymentSource, PgAcceptStore, PgPollStore } from '@patchbay/db/run-store';
import { PlanCache } from '@patchbay/engine';
import type { PollDriver } from '@patchbay/engine/drivers';
import type { FlowDocument } from '@patchbay/model/flow';
import { aFlow } from '@patchbay/model/flow/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startPoller } from './poller.ts';
import {
  admin,
  bindSlot,
  closeLab,
  environmentId,
  labBlobs,
  labUrl,
  live,
  openLab,
  workspaceId,
} from './testing/run-lab.ts';
import type { LiveFlow } from './testing/run-lab.ts';
import { delivery, publisher, subscriber, subscriptionOf, topic } from './testing/topic-lab.ts';

beforeAll(openLab);
afterAll(closeLab);

/** Above what stands in an event. */
const large = 'x'.repeat(70 * 1024);

const inOrder = (trigger: { operation?: string; slot?: string } = {}): FlowDocument => {
  const doc = aFlow().withTrigger('start').withMap('map', { got: 'trigger.body' }).to('start', 'map').build();
  const nodes = doc.nodes.map((node) => (node.kind === 'trigger' ? { ...node, ...trigger } : node));
  return { ...doc, nodes, settings: { ...doc.settings, order: { key: 'trigger.body.customer' } } };
};

/** The numbers of the events, as their runs stand in the line. */
async function line({ flowId }: LiveFlow): Promise<number[]> {
  const { rows } = await admin.query(
    `SELECT e.body, e.blob FROM run r JOIN run_line l ON l.run_id = r.id JOIN event e ON e.id = r.event_id
     WHERE r.flow_id = $1 ORDER BY l.position`,
    [flowId],
  );
  const bodies = rows.map(({ body, blob }) => body ?? labBlobs.readBlob(workspaceId, blob as string));
  return (await Promise.all(bodies)).map((body: Buffer) => (JSON.parse(body.toString()) as { nr: number }).nr);
}
const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 50 });

test('messages of a topic keep their order when the first of them is large', async () => {
  const id = await topic('large.first');
  await using flow = await subscriber(inOrder(), id);
  await using said = publisher();
  for (const nr of [1, 2, 3, 4, 5])
    await said.publish('large.first', { nr, customer: 'K', text: nr === 1 || nr === 3 ? large + nr : '' });
  await using _one = delivery();
  await eventually(async () => expect(await subscriptionOf(flow)).toMatchObject({ cursor: '5' }));
  expect(await line(flow)).toEqual([1, 2, 3, 4, 5]);
});

test('nothing is delivered ahead of a message whose value cannot be read just now', async () => {
  const id = await topic('unread');
  await using flow = await subscriber(inOrder(), id);
  await using said = publisher();
  for (const nr of [1, 2, 3]) await said.publish('unread', { nr, customer: 'K', text: nr === 2 ? large : '' });
  let isAway = true;
  let asked = 0;
  await using _one = delivery({
    readBlob: (...name) => {
      asked += 1;
      return isAway ? Promise.reject(new Error('the disk is away')) : labBlobs.readBlob(...name);
    },
  });
  await eventually(async () => expect(await subscriptionOf(flow)).toMatchObject({ cursor: '1', lease_until: null }));
  await vi.waitFor(() => expect(asked).toBeGreaterThan(1), { timeout: 60_000 });
  expect(await line(flow)).toEqual([1]);
  isAway = false;
  await eventually(async () => expect(await subscriptionOf(flow)).toMatchObject({ cursor: '3' }));
  expect(await line(flow)).toEqual([1, 2, 3]);
});

test('large messages are read some at a time, over all subscribers together', async () => {
  const id = await topic('too.large.together');
  await using first = await subscriber(inOrder(), id);
  await using second = await subscriber(inOrder(), id);
  await using said = publisher();
  const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
  for (const nr of numbers)
    await said.publish('too.large.together', { nr, customer: 'K', text: String(nr % 10).repeat(1_500_000) });
  let open = 0;
  let most = 0;
  await using _one = delivery({
    readBlob: async (...name) => {
      open += 1_500_000;
      most = Math.max(most, open);
      const bytes = await labBlobs.readBlob(...name);
      open -= 1_500_000;
      return bytes;
    },
  });
  for (const flow of [first, second]) {
    await eventually(async () => expect(await subscriptionOf(flow)).toMatchObject({ cursor: '20', delivered: '20' }));
    expect(await line(flow)).toEqual(numbers);
  }
  expect(most).toBeGreaterThan(10_000_000);
  expect(most).toBeLessThan(16 * 1024 * 1024);
});

test('items of a poll keep their order when the first of them is large', async () => {
  await using flow = await live(inOrder({ operation: 'source.news', slot: 'shop' }), (flowId) =>
    bindSlot(flowId, { slot: 'shop', connectionId: randomUUID() }),
  );
  await admin.query(
    `INSERT INTO poll (deployment_id, node_id, workspace_id, environment_id, operation, source, every_ms, overlap, begin, next_at)
     VALUES ($1, 'start', $2, $3, 'source.news', '', 3600000, 'allow', 'beginning', now())`,
    [flow.deploymentId, workspaceId, environmentId],
  );
  const items = [1, 2, 3, 4].map((nr) => ({
    key: String(nr),
    value: { nr, customer: 'K', text: nr === 1 || nr === 3 ? large + nr : '' },
  }));
  const polls: PollDriver = {
    admit: () => null,
    newestPlace: () => Promise.resolve(0),
    readNews: () => Promise.resolve({ items, cursor: 4, more: false }),
  };
  const store = new PgPollStore({ url: labUrl() });
  const accepts = new PgAcceptStore({ url: labUrl() });
  const source = new DeploymentSource({ url: labUrl() });
  const accept = { store: accepts, putBlob: labBlobs.putBlob, wakeUp: () => undefined, nowMs: Date.now };
  const plans = new PlanCache(source, () => undefined);
  const running = startPoller({ store, polls, plans, accept, maxQueued: 1_000_000, onError: console.error });
  await eventually(async () => expect(await line(flow)).toHaveLength(4));
  expect(await line(flow)).toEqual([1, 2, 3, 4]);
  await running.stop();
  await Promise.all([store.close(), accepts.close(), source.close()]);
});
