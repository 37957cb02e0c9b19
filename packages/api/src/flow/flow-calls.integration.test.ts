// Flows that call each other: what publishing fills in and refuses, who may be called, and who stands in the way of a flow's end.
import type { FlowCall, FlowDocument } from '@patchbay/model/flow';
import { aFlow } from '@patchbay/model/flow/testing';
import { FlowId } from '@patchbay/model/identity';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataOf, errorOf, openTestApi } from '../testing/test-api.ts';
import type { TestApi } from '../testing/test-api.ts';

let api: TestApi;
let cookie: string;
beforeAll(async () => {
  api = await openTestApi();
  cookie = await api.ownerCookie();
});
afterAll(() => api[Symbol.asyncDispose]());

const contract = {
  payloadSchema: { type: 'object', properties: { amount: { type: 'number' } }, required: ['amount'] },
  replySchema: { type: 'object', properties: { receipt: { type: 'string' } }, required: ['receipt'] },
} as const;
const charging = (): FlowDocument =>
  aFlow()
    .withCalled('called', structuredClone(contract) as never)
    .withRespond('give', '{ receipt: "R-1" }')
    .to('called', 'give')
    .build();
const calling = (call: FlowCall, body = '{ amount: 1 }'): FlowDocument => ({
  ...aFlow().withTrigger('start').withSubflow('pay', call, body).to('start', 'pay').build(),
  name: 'Shop',
});

const create = async (name: string, document: FlowDocument): Promise<FlowId> =>
  FlowId.parse(dataOf<{ id: string }>(await api.mutate('flow.create', { name, document }, { cookie })).id);
const publish = (flowId: string) => api.mutate('flow.publish', { flowId }, { cookie });
const replace = async (flowId: string, document: FlowDocument) =>
  dataOf(await api.mutate('flow.replace', { flowId, document }, { cookie }));
const codesOf = async (flowId: string): Promise<string[]> =>
  dataOf<{ code: string; severity: string }[]>(await api.query('flow.validate', { flowId }, { cookie }))
    .filter(({ severity }) => severity === 'error')
    .map(({ code }) => code);
const reason = async (flowId: string): Promise<string> => errorOf(await publish(flowId)).userMessage ?? '';

test('a call is pinned to a published version, whose contract the server fills in and holds it to', async () => {
  const charge = await create('Charge', charging());
  const call = { flowId: charge, version: 1 };
  const shop = await create('Shop', calling(call));
  expect(await codesOf(shop)).toEqual(['flow.calledNotLive']);
  const { versionId } = dataOf<{ versionId: string }>(await publish(charge));
  expect(await codesOf(shop)).toEqual([]);
  await replace(shop, calling(call, '{ amount: "much" }'));
  expect(await codesOf(shop)).toEqual(['expression.typeMismatch']);
  await replace(shop, calling({ ...call, version: 2 }));
  expect(await reason(shop)).toContain('calls version 2 of “Charge”, and there is none');
  await replace(shop, calling(call));
  const live = dataOf<{ versionId: string }>(await publish(shop));
  const { document } = dataOf<{ document: FlowDocument }>(
    await api.query('flow.version', { versionId: live.versionId }, { cookie }),
  );
  const filled = { name: 'Charge', input: contract.payloadSchema, output: contract.replySchema };
  expect(document.nodes.find(({ kind }) => kind === 'subflow')).toMatchObject({
    call: { ...call, versionId, contract: filled },
  });
  const list = dataOf<{ items: { id: string }[] }>(await api.query('flow.list', {}, { cookie }));
  expect(list.items).toMatchObject([
    { id: shop, callers: 0, live: { hasChanges: false } },
    { id: charge, callers: 1 },
  ]);
  const viewer = { apiKey: await api.keyOf('viewer') };
  const callable = await api.send('GET', '/api/v1/callable-flows', viewer);
  expect(callable.json).toMatchObject([{ flowId: charge, name: 'Charge', version: 1, versionId, contract: filled }]);
  const callers = await api.send('GET', `/api/v1/flows/${charge}/callers`, viewer);
  expect(callers.json).toEqual([
    { flowId: shop, flowName: 'Shop', where: 'draft', versions: [1] },
    { flowId: shop, flowName: 'Shop', where: 'live', versions: [1] },
  ]);

  const refused = await api.mutate('flow.unpublish', { flowId: charge }, { cookie });
  expect([refused.status, errorOf(refused).userMessage]).toEqual([
    409,
    '“Charge” is called by “Shop”. Take the call out there and publish, or unpublish that flow first.',
  ]);
  dataOf(await api.mutate('flow.unpublish', { flowId: shop }, { cookie }));
  dataOf(await api.mutate('flow.unpublish', { flowId: charge }, { cookie }));
});

test('a flow calls neither itself nor those that call it, nor what takes no calls or is of another workspace', async () => {
  const first = await create('First', charging());
  dataOf(await publish(first));
  const onward = (flowId: FlowId, name: string): FlowDocument => ({
    ...aFlow()
      .withCalled('called')
      .withSubflow('on', { flowId, version: 1 }, '{ amount: 1 }')
      .to('called', 'on')
      .build(),
    name,
  });
  const second = await create('Second', onward(first, 'Second'));
  dataOf(await publish(second));
  await replace(first, onward(first, 'First'));
  expect(await reason(first)).toContain('“on” makes the flow call itself.');
  await replace(first, onward(second, 'First'));
  expect(await reason(first)).toContain('“on” makes the flow call itself through “Second”, then “First”.');
  const silent = await create('Silent', aFlow().withTrigger('start').withMap('map').to('start', 'map').build());
  dataOf(await publish(silent));
  const other = await create('Other', calling({ flowId: silent, version: 1 }));
  expect(await codesOf(other)).toEqual(['flow.takesNoCalls']);
  await replace(other, calling({ flowId: FlowId.parse('0192f3a0-0000-7000-8000-0000000000f1'), version: 1 }));
  expect(await codesOf(other)).toEqual(['flow.unknownFlow']);
});
