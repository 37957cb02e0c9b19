import { aFlow } from '@patchbay/model/flow/testing';
import { FlowId, FlowVersionId } from '@patchbay/model/identity';
import { expect, test } from 'vitest';
import { advanceOnce } from '../testing/advance-once.ts';
import { MemoryCallStore } from '../testing/memory-call-store.ts';

const called = {
  flowId: FlowId.parse('0192f3a0-0000-7000-8000-0000000000f1'),
  version: 1,
  versionId: FlowVersionId.parse('0192f3a0-0000-7000-8000-0000000000f2'),
};
/** Its run ends when it is told to, or never. */
const endless = 3;

test('a stop ends the run of another flow that is waited for, and the run has succeeded all the same', async () => {
  const doc = aFlow()
    .withTrigger('start')
    .withSubflow('call', called, '{ n: 1 }')
    .withMap('map')
    .withStop('over')
    .to('start', 'call')
    .to('start', 'map')
    .to('map', 'over')
    .build();
  const calls = new MemoryCallStore(
    () => new Date(0),
    () => endless,
  );
  const { end, steps } = await advanceOnce(doc, { drivers: { calls } });
  expect(steps.get('call')).toMatchObject({ status: 'failed', error: { code: 'cancelled' } });
  expect(end?.status).toBe('succeeded');
});

test('a run that fails says why it does, not that it ended the run of another flow', async () => {
  const doc = aFlow()
    .withTrigger('start')
    .withSubflow('call', called, '{ n: 1 }')
    .withFail('no', '"Too much."')
    .to('start', 'call')
    .to('start', 'no')
    .build();
  const calls = new MemoryCallStore(
    () => new Date(0),
    () => endless,
  );
  const { end } = await advanceOnce(doc, { drivers: { calls } });
  expect(end?.status).toBe('failed');
  expect(end).toMatchObject({ error: expect.stringContaining('Too much.') as string });
});
