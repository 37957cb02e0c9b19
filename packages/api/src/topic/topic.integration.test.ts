import { aFlow } from '@patchbay/model/flow/testing';
import type { FlowDocument } from '@patchbay/model/flow';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestApi } from '../testing/test-api.ts';
import { openTestApi } from '../testing/test-api.ts';

let api: TestApi;
let admin: pg.Client;
let apiKey: string;
beforeAll(async () => {
  api = await openTestApi();
  await api.ownerCookie();
  apiKey = await api.keyOf('admin');
  admin = new pg.Client({ connectionString: api.database.url });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await api[Symbol.asyncDispose]();
});

type Method = Parameters<TestApi['send']>[0];
const rest = (method: Method, path: string, body?: unknown) =>
  api.send(method, `/api/v1${path}`, { apiKey, ...(body === undefined ? {} : { body }) });

const listener = (topic: string, from = 'now'): FlowDocument => {
  const doc = aFlow().withTrigger('start').withMap('map', { got: 'trigger.body' }).to('start', 'map').build();
  return {
    ...doc,
    nodes: doc.nodes.map((node) =>
      node.kind === 'trigger'
        ? {
            ...node,
            operation: 'topic.subscribe',
            input: { topic: { mode: 'fixed', value: topic }, from: { mode: 'fixed', value: from } },
          }
        : node,
    ),
  };
};

async function flow(name: string, document: FlowDocument): Promise<string> {
  const made = await rest('POST', '/flows', { name, document: { ...document, name } });
  expect(made.status, made.text).toBe(201);
  return (made.json as { id: string }).id;
}

describe('topics', () => {
  it('are created once, changed, and show their messages, the newest first', async () => {
    expect((await rest('POST', '/topics', { name: 'orders.created', description: 'New orders' })).status).toBe(204);
    const again = await rest('POST', '/topics', { name: 'orders.created' });
    expect(again.status).toBe(409);
    expect(again.text).toContain('There is a topic “orders.created” already');
    expect((await rest('POST', '/topics', { name: 'Orders' })).status).toBe(400);
    expect((await rest('PATCH', '/topics/orders.created', { retentionHours: 24 })).status).toBe(204);
    for (const order of ['1', '2', '3']) {
      const said = await rest('POST', '/topics/orders.created/messages', {
        value: { order },
        key: order,
        headers: { source: 'test' },
        idempotencyKey: `order-${order}`,
      });
      expect(said.status, said.text).toBe(201);
    }
    const twice = await rest('POST', '/topics/orders.created/messages', { value: 1, idempotencyKey: 'order-3' });
    expect(twice.json).toMatchObject({ duplicate: true });
    const first = await rest('GET', '/topics/orders.created/messages?limit=2');
    const { items, nextCursor } = first.json as { items: object[]; nextCursor: string };
    expect(items).toMatchObject([
      { position: 3, key: '3', value: { order: '3' }, headers: { source: 'test' }, runId: null },
      { position: 2 },
    ]);
    const second = await rest('GET', `/topics/orders.created/messages?cursor=${encodeURIComponent(nextCursor)}`);
    expect(second.json).toMatchObject({ items: [{ position: 1 }], nextCursor: null });
    const upTo = await rest('GET', '/topics/orders.created/messages?upTo=2');
    expect(upTo.json).toMatchObject({ items: [{ position: 2 }, { position: 1 }] });
    const list = await rest('GET', '/topics');
    expect(list.json).toMatchObject({ items: [{ name: 'orders.created', retentionHours: 24, messages: 3 }] });
  });

  it('refuse what breaks their schema, with the path', async () => {
    const schema = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } };
    const made = await rest('POST', '/schemas', { name: 'Order', schema });
    expect(made.status, made.text).toBe(201);
    expect((await rest('POST', '/topics', { name: 'typed', schemaRef: 'Order@7' })).status).toBe(422);
    expect((await rest('POST', '/topics', { name: 'typed', schemaRef: 'Order@1' })).status).toBe(204);
    const wrong = await rest('POST', '/topics/typed/messages', { value: { id: 5 } });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('/id');
    expect((await rest('POST', '/topics/typed/messages', { value: { id: '5' } })).status).toBe(201);
    expect((await rest('POST', '/topics/nowhere/messages', { value: 1 })).status).toBe(404);
  });

  it('get a subscriber when its flow is published, and keep its place over versions', async () => {
    await rest('POST', '/topics', { name: 'parcels' });
    await rest('POST', '/topics/parcels/messages', { value: 'before' });
    const unknown = await flow('Unknown', listener('no.such.topic'));
    const refused = await rest('POST', `/flows/${unknown}/publish`, {});
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('names the topic “no.such.topic”, and there is none');

    const late = await flow('Late', listener('parcels'));
    const early = await flow('Early', listener('parcels', 'beginning'));
    for (const id of [late, early]) expect((await rest('POST', `/flows/${id}/publish`, {})).status).toBe(200);
    const view = await rest('GET', '/topics/parcels');
    expect(view.json).toMatchObject({
      lag: 1,
      subscribers: [
        { flowName: 'Early', lag: 1 },
        { flowName: 'Late', lag: 0 },
      ],
    });
    await rest('POST', '/topics/parcels/messages', { value: 'after' });
    expect((await rest('POST', `/flows/${late}/publish`, {})).status).toBe(200);
    expect((await rest('GET', '/topics/parcels')).json).toMatchObject({ subscribers: [{ lag: 2 }, { lag: 1 }] });

    const used = await rest('DELETE', '/topics/parcels');
    expect(used.status).toBe(409);
    expect(used.text).toContain('is used by “Early”, “Late”');
    for (const id of [late, early]) await rest('POST', `/flows/${id}/unpublish`, {});
    expect((await rest('DELETE', '/topics/parcels')).status).toBe(204);
    expect((await rest('GET', '/topics/parcels')).status).toBe(404);
  });

  it('send a subscriber back to a time: what it has got it gets once more, what it has not stays what it was', async () => {
    await rest('POST', '/topics', { name: 'again' });
    const flowId = await flow('Again', listener('again'));
    expect((await rest('POST', `/flows/${flowId}/publish`, {})).status).toBe(200);
    for (const value of [1, 2, 3, 4]) await rest('POST', '/topics/again/messages', { value });
    await admin.query(`UPDATE topic_message SET published_at = now() - interval '1 hour' * (10 - position)
      WHERE topic_id = (SELECT id FROM topic WHERE name = 'again')`);
    await admin.query('UPDATE subscription SET cursor = 3 WHERE flow_id = $1', [flowId]);
    const since = new Date(Date.now() - 8.5 * 3_600_000).toISOString();
    const replayed = await rest('POST', '/topics/again/replay', { flowId, nodeId: 'start', since });
    expect(replayed.json, replayed.text).toEqual({ messages: 2 });
    const { rows } = await admin.query('SELECT cursor, replay_no, replay_until FROM subscription WHERE flow_id = $1', [
      flowId,
    ]);
    expect(rows).toEqual([{ cursor: '1', replay_no: 1, replay_until: '3' }]);
    const view = await rest('GET', '/topics/again');
    expect(view.json).toMatchObject({ subscribers: [{ replayingFrom: since, lag: 3 }] });
    const none = await rest('POST', '/topics/again/replay', {
      flowId,
      nodeId: 'start',
      since: new Date(Date.now() + 60_000).toISOString(),
    });
    expect(none.json).toEqual({ messages: 0 });
    const foreign = await rest('POST', '/topics/orders.created/replay', { flowId, nodeId: 'start', since });
    expect(foreign.status).toBe(404);
  });
});
