// Topics: messages keep the order of their commits, each subscriber gets each once, a circle ends, and nobody is overrun.
import { PgSubscriptionStore } from '@patchbay/db/run-store';
import { aFlow } from '@patchbay/model/flow/testing';
import type { FlowDocument } from '@patchbay/model/flow';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  admin,
  closeLab,
  environmentId,
  labUrl,
  live,
  openLab,
  queueElsewhere,
  start,
  Target,
  until,
  view,
  worker,
  workspaceId,
} from './testing/run-lab.ts';
import { delivery, publisher, runsOf, subscriber, subscriptionOf, topic } from './testing/topic-lab.ts';

beforeAll(openLab);
afterAll(closeLab);

const listener = (filter?: string): FlowDocument => {
  const doc = aFlow().withTrigger('start').withMap('map', { got: 'trigger.body' }).to('start', 'map').build();
  return {
    ...doc,
    nodes: doc.nodes.map((node) =>
      node.kind === 'trigger' && filter !== undefined ? { ...node, filter, operation: 'topic.subscribe' } : node,
    ),
  };
};

const publishes = (name: string, value = 'trigger.body'): FlowDocument =>
  aFlow()
    .withTrigger('start')
    .withAction('say', {
      operation: 'topic.publish',
      input: { topic: { mode: 'fixed', value: name }, value: { mode: 'expression', expr: value } },
    })
    .to('start', 'say')
    .build();

const settled = (test: () => Promise<void>) => vi.waitFor(test, { timeout: 60_000, interval: 50 });

describe('topics', () => {
  it('give each message to each subscriber once, however many deliver', async () => {
    const id = await topic('fan.out');
    await using first = await subscriber(listener(), id);
    await using second = await subscriber(listener(), id);
    await using said = publisher();
    await using _one = delivery();
    await using _two = delivery();
    const numbers = Array.from({ length: 500 }, (_, index) => index);
    await Promise.all(numbers.map((number) => said.publish('fan.out', { number })));
    for (const flow of [first, second]) {
      await settled(async () => expect(await runsOf(flow)).toHaveLength(500));
      const got = (await runsOf(flow)).map(({ value }) => (value as { number: number }).number);
      expect(new Set(got)).toEqual(new Set(numbers));
      await settled(async () => expect(await subscriptionOf(flow)).toMatchObject({ cursor: '500', delivered: '500' }));
    }
  });

  it('lose nothing when messages are committed late, as positions are seen in their order', async () => {
    const id = await topic('slow.commit');
    await using flow = await subscriber(listener(), id);
    await using said = publisher();
    await using _one = delivery();
    // Somebody else publishes, and takes his time to commit.
    const slow = new pg.Client({ connectionString: labUrl() });
    await slow.connect();
    await slow.query('BEGIN');
    const { rows } = await slow.query(
      'UPDATE topic SET last_position = last_position + 1 WHERE id = $1 RETURNING last_position',
      [id],
    );
    await slow.query(
      `INSERT INTO topic_message (topic_id, position, id, workspace_id, environment_id, headers, body, size_bytes, published_at)
       VALUES ($1, $2, gen_random_uuid(), $3, $4, '{}', '"slow"', 6, now())`,
      [id, rows[0].last_position, workspaceId, environmentId],
    );
    const quick = said.publish('slow.commit', 'quick');
    await settled(async () => {
      const waiting = await admin.query(
        `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
      );
      expect(waiting.rowCount).toBe(1);
    });
    expect(await runsOf(flow)).toEqual([]);
    await slow.query('COMMIT');
    await slow.end();
    await quick;
    await settled(async () => expect((await runsOf(flow)).map(({ value }) => value)).toEqual(['slow', 'quick']));
  });

  it('hold a message once that is published again under its key', async () => {
    const id = await topic('once');
    await using flow = await subscriber(listener(), id);
    await using said = publisher();
    await using _one = delivery();
    const all = await Promise.all([1, 2, 3, 4].map(() => said.publish('once', 1, 'same')));
    expect(new Set(all.map(({ messageId }) => messageId)).size).toBe(1);
    expect(all.filter(({ duplicate }) => duplicate)).toHaveLength(3);
    await said.publish('once', 2);
    await settled(async () => expect((await runsOf(flow)).map(({ value }) => value)).toEqual([1, 2]));
  });

  it('leave out what the filter does not let through, and name what it cannot judge', async () => {
    const id = await topic('filtered');
    await using flow = await subscriber(listener('NUMBER(trigger.body.amount) > 10'), id);
    await using said = publisher();
    await using _one = delivery();
    for (const amount of [5, 50, 'many', 500]) await said.publish('filtered', { amount });
    await settled(async () => expect(await subscriptionOf(flow)).toMatchObject({ cursor: '4' }));
    expect((await runsOf(flow)).map(({ value }) => value)).toEqual([{ amount: 50 }, { amount: 500 }]);
    expect(await subscriptionOf(flow)).toMatchObject({
      delivered: '2',
      left_out: '1',
      failed: '1',
      last_failure: expect.stringContaining('Message 3 was not delivered'),
    });
  });

  it('publish once from a step that a crash lets run twice', async () => {
    const id = await topic('crashed.step');
    await using flow = await subscriber(listener(), id);
    await using said = publisher();
    await using _one = delivery();
    const target = new Target();
    const first = await worker(target);
    let arrived: (() => void) | undefined;
    const there = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    let times = 0;
    target.answer = async (call) => {
      const answer = await said.publishStep(call);
      times += 1;
      // The first worker dies after the message was stored and before it can say so.
      if (times > 1) return answer;
      arrived?.();
      return new Promise<never>(() => undefined);
    };
    const runId = await start(publishes('crashed.step'), 'hello');
    await there;
    await first.loseLease();
    const second = await worker(target);
    await until(runId, 'succeeded');
    await settled(async () => expect((await runsOf(flow)).map(({ value }) => value)).toEqual(['hello']));
    expect(times).toBe(2);
    expect((await runsOf(flow))[0]).toMatchObject({ parent: runId, depth: 1 });
    expect((await view(runId)).steps['say']).toMatchObject({ output: { duplicate: true } });
    await second.stop();
  });

  it('end a circle of flows with a clear error', async () => {
    const id = await topic('circle');
    const doc = publishes('circle');
    await using flow = await subscriber(doc, id);
    await using said = publisher();
    await using _one = delivery();
    const target = new Target();
    target.answer = (call) => said.publishStep(call).catch((thrown: unknown) => Promise.reject(thrown));
    const one = await worker(target);
    await said.publish('circle', 'round');
    await settled(async () => {
      const { rows } = await admin.query('SELECT error FROM run WHERE flow_id = $1 AND status = 4', [flow.flowId]);
      expect(rows).toHaveLength(1);
      expect(rows[0].error).toContain('21 runs led to it one after the other');
    });
    expect(await runsOf(flow)).toHaveLength(21);
    await one.stop();
  });

  it('refuse a value that breaks the schema, an unknown topic, and more than a subscriber can take', async () => {
    await topic('typed', { schema: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } } });
    await using said = publisher(2);
    await expect(said.publish('typed', { id: 5 })).rejects.toMatchObject({
      code: 'unprocessable',
      details: { problems: [{ path: '/id' }] },
    });
    await expect(said.publish('nowhere', 1)).rejects.toMatchObject({
      code: 'notFound',
      userMessage: expect.stringContaining('There is no topic “nowhere”'),
    });
    const id = await topic('full');
    await using _flow = await subscriber(listener(), id);
    await said.publish('full', 1);
    await said.publish('full', 2);
    await settled(() => expect(said.publish('full', 3)).rejects.toMatchObject({ code: 'rateLimited' }));
  });

  it('deliver nothing while the workspace has too many queued runs', async () => {
    const id = await topic('queued');
    await using flow = await subscriber(listener(), id);
    await using said = publisher();
    await using other = await live(listener());
    await queueElsewhere();
    await other.send('waits');
    const { rows } = await admin.query(
      'SELECT count(*)::int AS queued FROM run WHERE status = 0 AND workspace_id = $1',
      [workspaceId],
    );
    await said.publish('queued', 1);
    {
      // It looks once before it stops.
      await using _full = delivery({ maxQueued: rows[0].queued as number });
    }
    expect(await runsOf(flow)).toEqual([]);
    {
      await using _room = delivery({ maxQueued: (rows[0].queued as number) + 1 });
    }
    expect(await runsOf(flow)).toHaveLength(1);
  });
});

describe('a subscriber that was sent back', () => {
  it('gets what it had once more as new events, each once, and the rest as before', async () => {
    const id = await topic('replayed');
    await using flow = await subscriber(listener(), id);
    await using said = publisher();
    for (const value of [1, 2, 3]) await said.publish('replayed', value);
    {
      await using _one = delivery();
    }
    expect((await runsOf(flow)).map(({ value }) => value)).toEqual([1, 2, 3]);
    // As the API does it: back to the second; meanwhile a fourth comes, and the two deliver at once.
    await admin.query('UPDATE subscription SET cursor = 1, replay_no = 1, replay_until = 3 WHERE deployment_id = $1', [
      flow.deploymentId,
    ]);
    await said.publish('replayed', 4);
    {
      await using _one = delivery();
      await using _two = delivery();
    }
    await using _three = delivery();
    await settled(async () => expect(await subscriptionOf(flow)).toMatchObject({ cursor: '4' }));
    expect((await runsOf(flow)).map(({ value }) => value)).toEqual([1, 2, 2, 3, 3, 4]);
    const keys = (await runsOf(flow)).map(({ key }) => key);
    expect(keys.filter((key) => key.endsWith(':1'))).toHaveLength(2);
  });

  it('holds up the end of messages whose time is over until it has got them', async () => {
    const id = await topic('kept', { retentionHours: 1 });
    await using flow = await subscriber(listener(), id);
    await using said = publisher();
    for (const value of [1, 2]) await said.publish('kept', value);
    await admin.query(`UPDATE topic_message SET published_at = now() - interval '2 hours' WHERE topic_id = $1`, [id]);
    const store = new PgSubscriptionStore({ url: labUrl() });
    const left = async () => (await admin.query('SELECT 1 FROM topic_message WHERE topic_id = $1', [id])).rowCount;
    await store.forgetOld();
    expect(await left()).toBe(2);
    {
      await using _one = delivery();
    }
    expect(await runsOf(flow)).toHaveLength(2);
    await store.forgetOld();
    expect(await left()).toBe(0);
    await store.close();
  });
});
