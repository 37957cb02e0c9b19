import { aFlow } from '@patchbay/model/flow/testing';
import type { UnknownPolicy } from '@patchbay/model/flow';
import { RunId } from '@patchbay/model/identity';
import { expect, test } from 'vitest';
import type { OriginalHistory } from '../drivers/index.ts';
import { aCall } from '../testing/a-call.ts';
import { advanceOnce, eventRun } from '../testing/advance-once.ts';
import { MemoryRunStore } from '../testing/memory-run-store.ts';
import { done, record } from '../testing/recorded.ts';
import { InheritedSteps } from './inherited-steps.ts';

const originalId = RunId.parse('0192f3a0-0000-7000-8000-000000000009');
const operation = aCall('unsafe');

/** The replay of a run that was left when it was about to send. */
async function replay(onUnknown: UnknownPolicy, originals: readonly OriginalHistory[]) {
  const doc = aFlow().withTrigger('start').withAction('send', { onUnknown }).to('start', 'send').build();
  let calls = 0;
  const call = (): Promise<null> => {
    calls += 1;
    return Promise.resolve(null);
  };
  const run = { replayOf: originalId, effectRoot: originalId };
  const store = new MemoryRunStore({ ...eventRun('{}'), ...run }, new Map(), null, originals);
  const made = await advanceOnce(doc, { operation, store, drivers: { operations: { call } } });
  return { calls, step: made.steps.get('send'), end: made.end?.status };
}

const started = (attempt: number): Pick<OriginalHistory, 'startedEffects'> => ({
  startedEffects: [{ path: 'send', attempt }],
});
const leftBehind: OriginalHistory = { checkpoints: [], ...started(1) };

test('what an original was about to do when it was cancelled is not simply done again', async () => {
  const held = await replay('hold', [leftBehind]);
  expect(held).toMatchObject({ calls: 0, end: 'waiting', step: { status: 'unknown', attempts: [] } });
  const assumed = await replay('assumeDone', [leftBehind]);
  expect(assumed).toMatchObject({ calls: 0, end: 'succeeded', step: { status: 'succeeded', output: null } });
  expect(await replay('retry', [leftBehind])).toMatchObject({ calls: 1, end: 'succeeded' });
});

test('a doubt stays through replays until one of them says how it went', async () => {
  expect(await replay('hold', [leftBehind, { checkpoints: [], startedEffects: [] }])).toMatchObject({ calls: 0 });
  const refused = record('send', 'failed', { ports: ['error'] });
  expect(await replay('hold', [leftBehind, { checkpoints: [{ steps: [refused] }], startedEffects: [] }])).toMatchObject(
    { calls: 1 },
  );
});

test('an attempt that the original settled is in no doubt', async () => {
  const attempts = [{ number: 1, startedAt: '1970-01-01T00:00:00.000Z' }];
  const steps = [{ ...done('send'), attempts, output: { id: 7 } }];
  const made = await replay('hold', [{ checkpoints: [{ steps }], ...started(1) }]);
  expect(made).toMatchObject({ calls: 0, end: 'succeeded', step: { output: { id: 7 } } });
  const waiting = [{ ...record('send', 'waiting'), attempts }];
  expect(await replay('hold', [{ checkpoints: [{ steps: waiting }], ...started(2) }])).toMatchObject({
    end: 'waiting',
  });
  expect(await replay('hold', [{ checkpoints: [{ steps: waiting }], ...started(1) }])).toMatchObject({ calls: 1 });
});

test('of an original only what may be taken over is read from where it stands', async () => {
  const ref = { sha256: 'f'.repeat(64), sizeBytes: 100_000 };
  const failed = { ...record('loop[0]', 'failed', { ports: ['error'] }), inputRef: ref };
  const waiting = { ...record('call', 'waiting', { waits: { kind: 'subflow' } as never }), inputRef: ref };
  const inherited = new InheritedSteps();
  const asked: string[] = [];
  const read = async (): Promise<void> =>
    inherited.readOutputs((step) => {
      asked.push(step.path);
      return Promise.resolve({ ...step, output: 1 });
    });
  inherited.inherit({ checkpoints: [{ steps: [failed, waiting] }], startedEffects: [] });
  expect(inherited.hasUnread).toBe(false);
  await read();
  expect(asked).toEqual([]);
  inherited.inherit({ checkpoints: [{ steps: [{ ...done('send'), outputRef: ref }] }], startedEffects: [] });
  expect(inherited.hasUnread).toBe(true);
  await read();
  expect(asked).toEqual(['send']);
  expect(inherited.effect('send')).toMatchObject({ output: 1 });
  expect(inherited.hasUnread).toBe(false);
});
