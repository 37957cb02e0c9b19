// Files that are read and written by schemas of the library, through the real server and worker: live, tried out, and after the
// library has gone on.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publishWith, RecordsDraft } from '../fixtures/rig/records-flow.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import type { StepView } from './records-lab.ts';

const files: Record<string, [type: string, content: string]> = {
  '/orders.xml': [
    'text/xml',
    '<orders><order no="1"><line><sku>007</sku><qty>2</qty></line></order><order no="2"><line><sku>A</sku><qty>1</qty></line><line><sku>B</sku><qty>3</qty></line></order></orders>',
  ],
  '/stock.txt': ['text/plain', '007    2\r\nA      3\r\n'],
  '/bad.txt': ['text/plain', '007    2\r\nA    two\r\n'],
};
const text = { type: 'string' };
const whole = { type: 'integer' };
const line = { type: 'object', properties: { sku: text, qty: whole } };
const attribute = { ...whole, 'x-xml': { attr: true, name: 'no' } };
const order = { type: 'object', properties: { '@no': attribute, line: { type: 'array', items: line } } };
const orders = {
  type: 'object',
  'x-xml': { name: 'orders' },
  properties: { order: { type: 'array', items: order } },
};
const placed = (schema: object, start: number, length: number): object => ({ ...schema, 'x-pos': { start, length } });
const stock = { type: 'object', properties: { sku: placed(text, 1, 5), qty: placed(whole, 6, 3) } };

let lab: Lab;
let origin: string;
const server = createServer((request, response) => {
  const [type, content] = files[request.url ?? ''] ?? ['text/plain', ''];
  response.writeHead(200, { 'content-type': type }).end(content);
});
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  origin = `http://127.0.0.1:${port}`;
  lab = await openLab({ egressAllow: [`127.0.0.1:${port}`] });
  lab.doors.push(await lab.rig.server());
  await lab.rig.worker();
});
afterAll(async () => {
  await lab?.[Symbol.asyncDispose]();
  server.close();
});

const save = (name: string, schema: object): Promise<{ id: string; ref: string }> =>
  lab.rig.api.request('POST', '/schemas', { name, schema });

interface Done {
  readonly status: string;
  readonly steps: Map<string, StepView>;
  /** What it wrote. */
  readonly file: string;
}

async function done(runId: string): Promise<Done> {
  await lab.settled(60_000);
  const { api } = lab.rig;
  const { run, steps } = await api.request<{ run: { status: string }; steps: StepView[] }>('GET', `/runs/${runId}`);
  const file =
    run.status === 'succeeded' ? await api.text(`/runs/${runId}/steps/content/download?path=keep&which=file`) : '';
  return { status: run.status, steps: new Map(steps.map((step) => [step.path, step])), file };
}

async function called(hook: string): Promise<Done> {
  const answer = await fetch(`${lab.doors[0]?.url ?? ''}${hook}`, { method: 'POST' });
  return done(((await answer.json()) as { runId: string }).runId);
}

const tried = async (flowId: string): Promise<Done> => {
  const given = { triggerNodeId: 'hook', payload: null };
  return done((await lab.rig.api.request<{ runId: string }>('POST', `/flows/${flowId}/test-run`, given)).runId);
};

test('XML is read and fixed width written by schemas of the library, the same live, tried out and after a new version', async () => {
  const ordersSchema = await save('Orders', orders);
  await save('Stock', stock);
  const draft = new RecordsDraft()
    .read('read', 'http.readRecords', { schema: 'Orders@1', input: { url: `${origin}/orders.xml`, path: 'order' } })
    // A list of one line is a list: that is what the schema is for.
    .map('shape', { sku: "TEXTJOIN('/', true, item.line.sku)", qty: 'SUM(item.line.qty) + item.`@no`' })
    .write('keep', 'file.writeRecords', { schema: 'Stock@1', input: { name: 'stock', format: 'fixed-width' } })
    .to('hook', 'read')
    .to('read', 'shape')
    .to('shape', 'keep')
    .build('XML to fixed width');
  const { flowId, hook } = await publishWith(lab.rig.api, draft, {});
  const right = '007    3\r\nA/B    6\r\n';
  const live = await called(hook);
  expect([...live.steps.values()].flatMap(({ error }) => error ?? [])).toEqual([]);
  expect(live.file).toBe(right);
  expect((await tried(flowId)).file).toBe(right);

  const { uses } = await lab.rig.api.request<{ uses: { where: string; places: string[] }[] }>(
    'GET',
    `/schemas/${ordersSchema.id}/uses`,
  );
  expect(uses.map(({ where, places }) => [where, places])).toEqual([
    ['draft', ['read: input.schema']],
    ['live', ['read: input.schema']],
  ]);
  await expect(lab.rig.api.request('DELETE', `/schemas/${ordersSchema.id}`)).rejects.toThrow(
    /the flow “XML to fixed width” uses it/,
  );

  // What was published stays what it was.
  const changed = {
    ...orders,
    properties: { order: { type: 'array', items: { ...order, properties: { line: text } } } },
  };
  await lab.rig.api.request('POST', `/schemas/${ordersSchema.id}/versions`, { schema: changed });
  expect((await called(hook)).file).toBe(right);
  expect((await tried(flowId)).file).toBe(right);
});

test('fixed width is read and XML written by schemas; a file that is otherwise fails the step in plain words', async () => {
  await save('Shelf', stock);
  const item = {
    type: 'object',
    properties: { '@sku': { ...text, 'x-xml': { attr: true, name: 'sku' } }, qty: whole },
  };
  await save('Items', {
    type: 'object',
    'x-xml': { name: 'items' },
    properties: { item: { type: 'array', items: item } },
  });
  const draft = (name: string): RecordsDraft =>
    new RecordsDraft()
      .read('read', 'http.readRecords', {
        schema: 'Shelf@1',
        input: { url: `${origin}${name}`, format: 'fixed-width' },
      })
      .map('shape', { '@sku': 'item.sku', qty: 'item.qty' })
      .write('keep', 'file.writeRecords', { schema: 'Items@1', input: { name: 'items', format: 'xml', path: 'item' } })
      .to('hook', 'read')
      .to('read', 'shape')
      .to('shape', 'keep');
  const good = await publishWith(lab.rig.api, draft('/stock.txt').build('Fixed width to XML'), {});
  expect((await called(good.hook)).file).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<items><item sku="007"><qty>2</qty></item><item sku="A"><qty>3</qty></item></items>',
  );
  const bad = await publishWith(lab.rig.api, draft('/bad.txt').build('Bad file'), {});
  const { status, steps } = await called(bad.hook);
  expect(status).toBe('failed');
  expect(steps.get('read')?.error?.message).toMatch(/cannot be read as Fixed width: .*line 2/);
});
