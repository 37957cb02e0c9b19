// Events of a webhook that takes XML, as workers read them: again after their acceptance, after a death, in replays, and where nobody has
// looked into them before.
import type { DataSchema } from '@patchbay/model/schema';
import { aFlow } from '@patchbay/model/flow/testing';
import type { FlowDocument } from '@patchbay/model/flow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeLab, live, openLab, people, until, view, worker, workspaceId } from './testing/run-lab.ts';

beforeAll(openLab);
afterAll(closeLab);

const order: DataSchema = {
  type: 'object',
  required: ['id'],
  properties: {
    id: { type: 'integer' },
    line: { type: 'array', items: { type: 'object', properties: { sku: { type: 'string' } } } },
  },
  'x-xml': { name: 'order' },
};
const text = '<order><id>7</id><line><sku>A</sku></line></order>';
const xml = { contentType: 'text/xml' };

function reading(): FlowDocument {
  const doc = aFlow()
    .withTrigger('hook')
    .withMap('shape', { number: 'trigger.body.id + 1', articles: 'trigger.body.line.sku' })
    .withAction('send', { operation: 'target.keyed', input: { order: { mode: 'mapped', path: 'steps.shape' } } })
    .to('hook', 'shape')
    .to('shape', 'send')
    .build();
  const input: Extract<FlowDocument['nodes'][number], { kind: 'trigger' }>['input'] = {
    format: { mode: 'fixed', value: 'xml' },
    schema: { mode: 'schema', schema: 'Order@1', content: order },
  };
  return {
    ...doc,
    nodes: doc.nodes.map((node) => (node.kind === 'trigger' ? { ...node, operation: 'webhook.receive', input } : node)),
  };
}

test('is read by its schema, again in a replay, and taken as it is where a person edited it', async () => {
  await using flow = await live(reading());
  const one = await worker();
  const sent = (): unknown[] => one.target.calls.map(({ input }) => input);
  const runId = await flow.deliver(text, xml);
  await until(runId, 'succeeded');
  expect(sent()).toEqual([{ order: { number: 8, articles: ['A'] } }]);
  const commands = people();
  const request = { runId, workspaceId, versionId: null, asNewEvent: true };
  for (const payload of [null, '{"id":41,"line":[]}']) {
    const again = await commands.replay({ ...request, payload });
    if (again === null) throw new Error('nothing was replayed');
    await until(again, 'succeeded');
  }
  await commands.close();
  expect(sent().slice(1)).toEqual([{ order: { number: 8, articles: ['A'] } }, { order: { number: 42, articles: [] } }]);
  await one.stop();
});

test('that cannot be read is not accepted; where nobody looked into it, its run says why it failed', async () => {
  await using flow = await live(reading());
  const one = await worker();
  await expect(flow.deliver('<order>', xml)).rejects.toMatchObject({ code: 'invalidInput' });
  const broken = `${text.slice(0, -8)}${'<line><sku>B</sku></line>'.repeat(4_000)}</ordr>`;
  const runId = await flow.deliver(broken, { ...xml, unread: true });
  await until(runId, 'failed');
  const { steps, error } = await view(runId);
  expect(`${error} ${JSON.stringify(steps)}`).toMatch(/This webhook takes XML\. .*line 1, column \d+/);
  expect(one.target.calls).toEqual([]);
  await one.stop();
});
