// Triggers that wait for somebody else: what is known of them comes from the runs, and nothing is written for it.
import { listManifests } from '@patchbay/connections';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataOf, openTestApi } from '../testing/test-api.ts';
import type { TestApi } from '../testing/test-api.ts';
import { eventKinds } from './event-facts.ts';
import type { TriggerFacts } from './trigger.contract.ts';

let api: TestApi;
let cookie: string;
beforeAll(async () => {
  api = await openTestApi();
  cookie = await api.ownerCookie();
});
afterAll(() => api[Symbol.asyncDispose]());

test('every trigger that is no schedule and no poll is one of them', () => {
  const operations = listManifests().flatMap((connector) => connector.operations);
  const others = operations.filter(({ id, kind, poll }) => kind === 'trigger' && !poll && id !== 'schedule.cron');
  expect(others.map(({ id }) => id).toSorted()).toEqual([...eventKinds.keys()].toSorted());
});

const node = (id: string, operation: string, input: Record<string, string> = {}) => ({
  id,
  kind: 'trigger',
  name: id,
  label: id,
  position: { x: 0, y: 0 },
  operation,
  input: Object.fromEntries(Object.entries(input).map(([name, value]) => [name, { mode: 'fixed', value }])),
});

async function liveFlow(): Promise<string> {
  const { id: flowId } = dataOf<{ id: string }>(await api.mutate('flow.create', { name: 'Orders' }, { cookie }));
  await api.mutate('topic.create', { name: 'orders' }, { cookie });
  const nodes = [
    node('hook', 'webhook.receive', { auth: 'open' }),
    node('start', 'manual.start'),
    node('called', 'flow.called'),
    node('topic', 'topic.subscribe', { topic: 'orders' }),
  ];
  const { document } = dataOf<{ document: object }>(await api.query('flow.get', { flowId }, { cookie }));
  dataOf(await api.mutate('flow.replace', { flowId, document: { ...document, nodes } }, { cookie }));
  dataOf(await api.mutate('flow.publish', { flowId }, { cookie }));
  return flowId;
}

const factsOf = async (flowId: string): Promise<Record<string, TriggerFacts>> => {
  const { items } = dataOf<{ items: TriggerFacts[] }>(await api.query('trigger.list', { flowId }, { cookie }));
  return Object.fromEntries(items.map((item) => [item.nodeId, item]));
};

/** So many runs, the newest at that time and the others a millisecond each before it. */
const ran = (
  flowId: string,
  triggerId: string,
  { at, count = 1, mode = 0 }: { at: string; count?: number; mode?: number },
) =>
  api.database.query(
    `WITH d AS (SELECT * FROM deployment WHERE flow_id = $1),
     n AS (SELECT gen_random_uuid() AS event, gen_random_uuid() AS run, $3::timestamptz - i * interval '1 ms' AS at FROM generate_series(0, $4::int - 1) i),
     e AS (
       INSERT INTO event (id, workspace_id, environment_id, trigger_id, content_type, meta, body, size_bytes, received_at)
       SELECT n.event, d.workspace_id, d.environment_id, $2, 'application/json', '{}', '{}', 2, n.at FROM n CROSS JOIN d
     )
     INSERT INTO run (id, workspace_id, environment_id, flow_id, version_id, event_id, effect_root, mode, status, created_at)
     SELECT n.run, d.workspace_id, d.environment_id, d.flow_id, d.version_id, n.event, n.run, $5, 3, n.at FROM n CROSS JOIN d`,
    [flowId, triggerId, at, count, mode],
  );

test('they tell since when they are registered, when they last fired, and why no time is expected', async () => {
  const flowId = await liveFlow();
  const never = {
    registeredAt: expect.any(String),
    lastFireAt: null,
    noFireSince: null,
    nextExpectedAt: null,
    pausedAt: null,
  };
  expect(await factsOf(flowId)).toMatchObject({
    hook: { ...never, kind: 'webhook', noNext: 'when a delivery comes' },
    start: { ...never, kind: 'manual', noNext: 'when somebody starts it' },
    called: { ...never, kind: 'call', noNext: 'when another flow calls it' },
    topic: { ...never, kind: 'topic', noNext: 'when a message is published' },
  });

  await ran(flowId, 'start', { at: '2026-01-01T00:00:00Z' });
  await ran(flowId, 'hook', { at: '2026-01-02T00:00:00Z', count: 60 });
  await ran(flowId, 'hook', { at: '2026-01-04T00:00:00Z', mode: 1 });
  await api.database.query(
    `UPDATE subscription SET last_delivered_at = '2026-01-03T00:00:00Z', registered_at = '2025-12-01T00:00:00Z' WHERE flow_id = $1`,
    [flowId],
  );
  expect(await factsOf(flowId)).toMatchObject({
    // The test run is none.
    hook: { lastFireAt: '2026-01-02T00:00:00.000Z' },
    // Beyond the newest ones, and found.
    start: { lastFireAt: '2026-01-01T00:00:00.000Z' },
    called: { lastFireAt: null, noFireSince: null },
    topic: { lastFireAt: '2026-01-03T00:00:00.000Z', registeredAt: '2025-12-01T00:00:00.000Z', noFireSince: null },
  });

  await ran(flowId, 'hook', { at: '2026-01-05T00:00:00Z', count: 5_000 });
  expect(await factsOf(flowId)).toMatchObject({
    hook: { lastFireAt: '2026-01-05T00:00:00.000Z', noFireSince: null },
    start: { lastFireAt: null, noFireSince: '2026-01-04T23:59:55.001Z' },
  });

  dataOf(await api.mutate('flow.unpublish', { flowId }, { cookie }));
  expect(await factsOf(flowId)).toEqual({});
});
