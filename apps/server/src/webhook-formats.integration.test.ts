// A webhook that takes XML by a schema of the library, at the door of a real server: mapped and answered at each level of a flow, and
// refused before anything is stored where it cannot be read.
import type { FlowDocument } from '@patchbay/model/flow';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openHookServer } from './testing/hook-server.ts';
import type { HookServer } from './testing/hook-server.ts';
import { insist } from './testing/insist.ts';

const patient = { timeout: 60_000, interval: 100 };
const text = { type: 'string' };
const orderSchema = {
  type: 'object',
  required: ['id', 'line'],
  properties: {
    id: { type: 'integer' },
    line: { type: 'array', items: { type: 'object', properties: { sku: text, qty: { type: 'number' } } } },
  },
  'x-xml': { name: 'order' },
};
const order = '<order>\n  <id>7</id>\n  <line><sku>A</sku><qty>2</qty></line>\n</order>';

let server: HookServer;
let schemaId: string;

beforeAll(async () => {
  server = await openHookServer({});
  ({ id: schemaId } = await server.mutate<{ id: string }>('schema.create', { name: 'Order', schema: orderSchema }));
});
afterAll(() => server[Symbol.asyncDispose]());

interface Settings {
  readonly level: 'durable' | 'light' | 'express';
  readonly reply: 'sync' | 'accepted';
  readonly dedupeKey?: string;
}

/** The hook's trigger takes XML, its map turns the lines around, and its reply is what the map made. */
const reading = (document: FlowDocument, { level, reply, dedupeKey }: Settings): object => ({
  ...document,
  settings: { ...document.settings, level },
  nodes: document.nodes.map((node) => {
    if (node.kind === 'trigger') {
      const { payloadSchema: _shape, sample: _sample, dedupeKey: _key, ...rest } = node;
      const input = {
        auth: { mode: 'fixed', value: 'open' },
        reply: { mode: 'fixed', value: reply },
        format: { mode: 'fixed', value: 'xml' },
        schema: { mode: 'schema', schema: 'Order@1' },
      };
      return { ...rest, input, ...(dedupeKey === undefined ? {} : { dedupeKey }) };
    }
    if (node.kind !== 'map') return node;
    const items = {
      for: 'trigger.body.line',
      as: 'line',
      fields: { article: { expr: 'line.sku' }, amount: { expr: 'line.qty * 2' } },
    };
    return { ...node, mapping: { map: 1, root: { fields: { number: { expr: 'trigger.body.id + 1' }, items } } } };
  }),
});

/** Publishes the flow with these settings; a door may not have noticed for a moment. */
async function publish(settings: Settings): Promise<void> {
  const { flowId } = server;
  await server.mutate('flow.replace', { flowId, document: reading(await server.document(), settings) });
  await server.mutate('flow.publish', { flowId });
}

const post = (body: string | Uint8Array<ArrayBuffer>, contentType = 'application/xml'): Promise<Response> =>
  insist(() => fetch(server.hookUrl, { method: 'POST', headers: { 'content-type': contentType }, body }));
const stored = async (): Promise<number> => (await server.database.query('SELECT 1 FROM event')).length;
const answerTo = async (body: string | Uint8Array<ArrayBuffer>, contentType?: string): Promise<[number, unknown]> => {
  const answer = await post(body, contentType);
  return [answer.status, await answer.json()];
};

const mapped = { number: 8, items: [{ article: 'A', amount: 4 }] };

describe('XML by a schema of the library', () => {
  test.each(['durable', 'light', 'express'] as const)('is mapped and answered at level %s', async (level) => {
    await publish({ level, reply: 'sync' });
    await vi.waitFor(async () => expect(await answerTo(order)).toEqual([200, mapped]), patient);
    const utf16 = Buffer.concat([Buffer.from('\ufeff'), Buffer.from(order)]).toString('utf8');
    expect(await answerTo(Buffer.from(utf16, 'utf16le'), 'text/xml')).toEqual([200, mapped]);
    const [status, refused] = await answerTo('<order>\n  <id>seven</id></order>');
    expect([status, refused]).toEqual([
      400,
      expect.objectContaining({
        detail: expect.stringMatching(/“seven” in the element id .*line 2, column/) as string,
      }),
    ]);
  });

  test('is stored as it came, with a key from inside of it, and answered once more without a second run', async () => {
    await publish({ level: 'durable', reply: 'sync', dedupeKey: 'trigger.body.id' });
    const before = await stored();
    await vi.waitFor(async () => {
      await answerTo(order);
      expect(await stored()).toBe(before + 1);
      expect(await answerTo(order.replace('A', 'B'))).toEqual([200, mapped]);
    }, patient);
    const [event] = await server.database.query<{ body: Buffer; dedupe: string }>(
      'SELECT body FROM event ORDER BY received_at DESC LIMIT 1',
    );
    expect(event?.body.toString('utf8')).toBe(order);
  });

  test('may be 2 MB large where a key looks into it, as the server reads it', async () => {
    await publish({ level: 'durable', reply: 'sync', dedupeKey: 'trigger.body.id' });
    const large = order.replace('</order>', `${'<line><sku>B</sku></line>'.repeat(85_000)}</order>`);
    await vi.waitFor(async () => {
      const [status, problem] = await answerTo(large);
      expect([status, (problem as { detail?: string }).detail]).toEqual([
        413,
        expect.stringContaining('takes at most 2097152. A key of its trigger or flow looks into the body.'),
      ]);
    }, patient);
  });

  test('is pinned: what was published with version 1 goes by it, and the schema knows who uses it', async () => {
    await publish({ level: 'durable', reply: 'sync' });
    await server.mutate('schema.saveVersion', {
      schemaId,
      schema: { ...orderSchema, 'x-xml': { name: 'purchase' } },
    });
    await vi.waitFor(async () => expect(await answerTo(order)).toEqual([200, mapped]), patient);
    await expect(server.mutate('schema.delete', { schemaId })).rejects.toThrow(/used|Hook/i);
  });
});

describe('what cannot be read is not accepted', () => {
  beforeAll(() => publish({ level: 'durable', reply: 'accepted' }));

  test.each<[string, string | Uint8Array<ArrayBuffer>, number, RegExp]>([
    ['what is no XML', '{"id":7}', 400, /This webhook takes XML\. .*line 1, column 1/],
    ['a cut-off document', order.slice(0, -3), 400, /no valid XML.*line 4/],
    ['another root element', '<invoice/>', 400, /root element is invoice, where the schema describes order/],
    ['what lacks something', '<order><id>7</id></order>', 400, /as the schema “Order@1” says: the value lacks line/],
    ['a document type', `<!DOCTYPE order [<!ENTITY a "x">]>${order}`, 400, /document type/],
    ['nothing', '', 400, /The body is empty, and this webhook takes XML/],
    ['bytes that are no text', Uint8Array.of(0x3c, 0xff, 0x00), 400, /XML/],
  ])('%s', async (_, body, status, words) => {
    await vi.waitFor(async () => expect((await post(order)).status).toBe(202), patient);
    const before = await stored();
    const [got, problem] = await answerTo(body);
    expect([got, problem]).toEqual([
      status,
      expect.objectContaining({ detail: expect.stringMatching(words) as string }),
    ]);
    expect(await stored()).toBe(before);
  });

  test('what is said to be JSON', async () => {
    expect(await answerTo(order, 'application/json')).toEqual([
      415,
      expect.objectContaining({ detail: expect.stringContaining('This webhook takes XML') as string }),
    ]);
  });

  test('a held body that is no XML; a larger one is judged by its run', async () => {
    const lines = (count: number): string => `<order><id>7</id>${'<line><sku>A</sku></line>'.repeat(count)}</ordr>`;
    const [held, large] = [lines(10_000), lines(60_000)];
    expect((await answerTo(held))[0]).toBe(400);
    expect(large.length).toBeGreaterThan(1_048_576);
    expect((await answerTo(large))[0]).toBe(202);
  });
});

test('a test run takes the document itself', async () => {
  const document = await server.document();
  const trigger = document.nodes.find(({ kind }) => kind === 'trigger');
  const started = await server.mutate<{ runId: string }>('flow.testRun', {
    flowId: server.flowId,
    triggerNodeId: trigger?.id,
    payload: { id: 7, line: [] },
  });
  expect(started.runId).toMatch(/^[0-9a-f-]{36}$/);
});

test('a request that needs no body has none, where any method is taken', async () => {
  const { flowId } = server;
  const document = reading(await server.document(), { level: 'express', reply: 'sync' }) as FlowDocument;
  const any = { mode: 'fixed', value: 'ANY' };
  const nodes = document.nodes.map((node) => {
    if (node.kind === 'trigger') return { ...node, input: { ...node.input, method: any } };
    if (node.kind !== 'map') return node;
    return {
      ...node,
      mapping: { map: 1, root: { fields: { got: { expr: 'trigger.method' }, id: { expr: 'trigger.body.id' } } } },
    };
  });
  await server.mutate('flow.replace', { flowId, document: { ...document, nodes } });
  await server.mutate('flow.publish', { flowId });
  const send = async (method: string, body?: string): Promise<[number, unknown]> => {
    const answer = await insist(() =>
      fetch(server.hookUrl, {
        method,
        ...(body === undefined ? {} : { body, headers: { 'content-type': 'text/xml' } }),
      }),
    );
    return [answer.status, await answer.json()];
  };
  await vi.waitFor(async () => expect(await send('GET')).toEqual([200, { got: 'GET' }]), patient);
  expect(await send('DELETE')).toEqual([200, { got: 'DELETE' }]);
  expect(await send('PATCH', order)).toEqual([200, { got: 'PATCH', id: 7 }]);
  expect((await send('POST', ''))[0]).toBe(400);
});
