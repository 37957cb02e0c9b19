// Polls on a real database: each item starts one run, whoever looks and whatever happens between the runs and the cursor.
import { randomUUID } from 'node:crypto';
import { DeploymentSource, PgAcceptStore, PgPollStore } from '@patchbay/db/run-store';
import { PlanCache } from '@patchbay/engine';
import type { News, PollDriver } from '@patchbay/engine/drivers';
import type { FlowDocument } from '@patchbay/model/flow';
import { aFlow } from '@patchbay/model/flow/testing';
import type { Json } from '@patchbay/model/schema';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startPoller } from './poller.ts';
import {
  admin,
  bindSlot,
  closeLab,
  environmentId,
  labUrl,
  live,
  openLab,
  queueElsewhere,
  workspaceId,
} from './testing/run-lab.ts';
import type { LiveFlow } from './testing/run-lab.ts';

beforeAll(openLab);
afterAll(closeLab);

/** The other side: numbered items, read behind a number. */
class Source implements PollDriver {
  items: number[] = [];
  reads = 0;
  before: () => Promise<void> | void = () => undefined;
  admit: PollDriver['admit'] = () => null;

  async readNews(_call: unknown, { cursor, limit }: { cursor: Json | null; limit: number }): Promise<News> {
    this.reads += 1;
    await this.before();
    const left = this.items.filter((item) => item > Number(cursor ?? -1));
    const page = left.slice(0, limit);
    const items = page.map((item) => ({ key: String(item), value: { item } }));
    return { items, cursor: page.at(-1) ?? cursor ?? -1, more: left.length > limit };
  }

  newestPlace = (): Promise<Json> => Promise.resolve(this.items.at(-1) ?? -1);
}

const numbers = (from: number, count: number): number[] => Array.from({ length: count }, (_, index) => from + index);

const doc = (filter?: string): FlowDocument => {
  const flow = aFlow().withTrigger('news').withMap('map', { got: 'trigger.body' }).to('news', 'map').build();
  return {
    ...flow,
    nodes: flow.nodes.map((node) =>
      node.kind === 'trigger'
        ? { ...node, operation: 'source.news', slot: 'shop', ...(filter === undefined ? {} : { filter }) }
        : node,
    ),
  };
};

interface Given {
  readonly begin?: 'now' | 'beginning';
  readonly overlap?: 'allow' | 'wait';
  readonly filter?: string;
}

async function polled({ begin = 'beginning', overlap = 'allow', filter }: Given = {}): Promise<LiveFlow> {
  await admin.query('DELETE FROM poll');
  const flow = await live(doc(filter), (flowId) => bindSlot(flowId, { slot: 'shop', connectionId: randomUUID() }));
  await admin.query(
    `INSERT INTO poll (deployment_id, node_id, workspace_id, environment_id, operation, source, every_ms, overlap, begin, next_at)
     VALUES ($1, 'news', $2, $3, 'source.news', '', 3600000, $4, $5, now())`,
    [flow.deploymentId, workspaceId, environmentId, overlap, begin],
  );
  return flow;
}

function poller(polls: PollDriver, { maxQueued = 1_000_000 } = {}): AsyncDisposable {
  const store = new PgPollStore({ url: labUrl() });
  const accepts = new PgAcceptStore({ url: labUrl() });
  const source = new DeploymentSource({ url: labUrl() });
  const running = startPoller({
    store,
    polls,
    plans: new PlanCache(source, () => undefined),
    maxQueued,
    accept: {
      store: accepts,
      putBlob: () => Promise.reject(new Error('no blobs here')),
      wakeUp: () => undefined,
      nowMs: Date.now,
    },
    onError: (error) => console.error(error),
  });
  return {
    [Symbol.asyncDispose]: async () => {
      await running.stop();
      await Promise.all([store.close(), accepts.close(), source.close()]);
    },
  };
}

const stateOf = async ({ deploymentId }: LiveFlow) => {
  const { rows } = await admin.query('SELECT *, next_at > now() AS rests FROM poll WHERE deployment_id = $1', [
    deploymentId,
  ]);
  return rows[0] as Record<string, unknown>;
};
const keysOf = async ({ deploymentId }: LiveFlow): Promise<string[]> => {
  const { rows } = await admin.query('SELECT key FROM event_key WHERE deployment_id = $1', [deploymentId]);
  return rows.map((row) => row.key as string);
};
const lookNow = (flow: LiveFlow) =>
  admin.query('UPDATE poll SET next_at = now() WHERE deployment_id = $1', [flow.deploymentId]);
const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 50 });
const rests = (flow: LiveFlow) =>
  eventually(async () => expect(await stateOf(flow)).toMatchObject({ rests: true, lease_until: null }));

test('two pollers start one run for each of many items, page by page, and keep the facts', async () => {
  await using flow = await polled();
  const source = new Source();
  source.items = numbers(1, 1_100);
  await using _one = poller(source);
  await using _two = poller(source);
  await rests(flow);
  expect((await keysOf(flow)).toSorted()).toEqual(source.items.map((item) => `poll:${item}`).toSorted());
  const { rows } = await admin.query(
    `SELECT e.body, e.meta FROM run r JOIN event e ON e.id = r.event_id WHERE r.flow_id = $1`,
    [flow.flowId],
  );
  expect(rows).toHaveLength(1_100);
  const state = await stateOf(flow);
  expect(state).toMatchObject({ cursor: '1100', version: 5, found: '1100', failures: 0, held: null });
  expect(state['last_at']).toEqual(state['asked_at']);
  source.items = numbers(1, 1_102);
  await lookNow(flow);
  await eventually(async () => expect(await stateOf(flow)).toMatchObject({ cursor: '1102', found: '1102' }));
});

test('what was accepted before the cursor could move starts no second run, and another round does', async () => {
  await using flow = await polled();
  const source = new Source();
  source.items = numbers(1, 300);
  {
    await using _poller = poller(source);
    await rests(flow);
  }
  // As a process leaves it that died between the two.
  await admin.query('UPDATE poll SET cursor = NULL, next_at = now()');
  await using _poller = poller(source);
  await eventually(async () => expect(await stateOf(flow)).toMatchObject({ cursor: '300', rests: true }));
  expect(await keysOf(flow)).toHaveLength(300);
  await admin.query('UPDATE poll SET cursor = $1, round = 1, next_at = now()', ['298']);
  await eventually(async () => expect(await keysOf(flow)).toHaveLength(302));
});

test('a poll that begins now marks its place first, and brings what comes then', async () => {
  await using flow = await polled({ begin: 'now' });
  const source = new Source();
  source.items = numbers(1, 5);
  await using _poller = poller(source);
  await rests(flow);
  expect([await stateOf(flow), await keysOf(flow)]).toMatchObject([{ cursor: '5', found: '0', last_at: null }, []]);
  source.items.push(6);
  await lookNow(flow);
  await eventually(async () => expect(await keysOf(flow)).toEqual(['poll:6']));
});

test('who reads while a person sets another place does not move it', async () => {
  await using flow = await polled();
  const source = new Source();
  source.items = numbers(1, 3);
  let release: () => void = () => undefined;
  source.before = () => new Promise((resolve) => (release = resolve));
  await using _poller = poller(source);
  await eventually(async () => Promise.resolve(expect(source.reads).toBe(1)));
  await admin.query(
    `UPDATE poll SET cursor = '77', version = version + 1, lease_until = NULL, next_at = now() + interval '1 hour'`,
  );
  release();
  await eventually(async () => expect(await keysOf(flow)).toHaveLength(3));
  expect(await stateOf(flow)).toMatchObject({ cursor: '77', version: 1, found: '0' });
});

test('a failure is told and put off, the limits of a connection hold without one, and both end with the next answer', async () => {
  await using flow = await polled();
  const source = new Source();
  source.before = () => {
    throw Object.assign(new Error('The shop is away.'), {
      name: 'ConnectorError',
      kind: 'transient',
      effect: 'none',
      next: 'Wait.',
    });
  };
  await using _poller = poller(source);
  await rests(flow);
  const failed = await stateOf(flow);
  expect(failed).toMatchObject({ failures: 1, held: null, cursor: null });
  expect(JSON.parse(failed['error'] as string)).toEqual({
    code: 'transient',
    message: 'The shop is away.',
    next: 'Wait.',
  });
  source.before = () => undefined;
  await lookNow(flow);
  await eventually(async () =>
    expect(await stateOf(flow)).toMatchObject({ failures: 0, error: null, failed_at: null }),
  );
});

test('nothing is read while too many runs are queued, a run of the flow is open, or the flow is paused', async () => {
  await using flow = await polled({ overlap: 'wait' });
  const source = new Source();
  source.items = [1];
  await queueElsewhere();
  await flow.send({ first: true });
  {
    await using _poller = poller(source, { maxQueued: 1 });
    await eventually(async () => expect(await stateOf(flow)).toMatchObject({ held: 'backlog' }));
  }
  {
    await using _poller = poller(source);
    await eventually(async () => expect(await stateOf(flow)).toMatchObject({ held: 'overlap' }));
    await admin.query(`UPDATE deployment SET status = 'paused' WHERE id = $1`, [flow.deploymentId]);
    await admin.query('UPDATE run SET status = 3 WHERE flow_id = $1', [flow.flowId]);
    expect(source.reads).toBe(0);
    await admin.query(`UPDATE deployment SET status = 'active' WHERE id = $1`, [flow.deploymentId]);
    await rests(flow);
  }
  expect([source.reads, await stateOf(flow)]).toMatchObject([1, { held: null, found: '1' }]);
});

test('the filter leaves items out, and one that can never become an event is named and holds nobody up', async () => {
  await using flow = await polled({ filter: '10 / (trigger.body.item - 2) > 0' });
  const source = new Source();
  source.items = numbers(1, 4);
  await using _poller = poller(source);
  await rests(flow);
  expect(await keysOf(flow)).toEqual(['poll:3', 'poll:4']);
  const state = await stateOf(flow);
  expect(state).toMatchObject({ cursor: '4', found: '2', lost: '1' });
  expect(state['loss']).toMatch(/^“2” started no run: The filter could not be worked out/);
});
