import { aFlow } from '@patchbay/model/flow/testing';
import { FlowId, FlowVersionId } from '@patchbay/model/identity';
import { expect, test } from 'vitest';
import { advanceOnce, eventRun } from '../testing/advance-once.ts';
import { MemoryCallStore } from '../testing/memory-call-store.ts';
import { MemoryRunStore } from '../testing/memory-run-store.ts';

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

test('a worker that dies once it has told a call to end leaves a run that has succeeded all the same', async () => {
  const doc = aFlow()
    .withTrigger('start')
    .withSubflow('call', called, '{ n: 1 }')
    .withStop('over')
    .to('start', 'call')
    .to('start', 'over')
    .build();
  for (const [write, moment] of [1, 2, 3].flatMap((one) => [[one, 'before'] as const, [one, 'after'] as const])) {
    const calls = new MemoryCallStore(
      () => new Date(0),
      () => endless,
    );
    const store = new MemoryRunStore(eventRun('{}'), new Map([[write, moment]]));
    let run = await advanceOnce(doc, { drivers: { calls }, store });
    for (let worker = 0; worker < 5 && (run.end === null || run.end.status === 'waiting'); worker += 1)
      run = await run.again();
    expect(run.end?.status, `it died ${moment} write ${write}`).toBe('succeeded');
    expect(run.steps.get('call')).toMatchObject({ status: 'failed', error: { code: 'cancelled' } });
    expect(calls.started.get('call')).toEqual([1]);
  }
});
