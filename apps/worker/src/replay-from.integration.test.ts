// A replay that begins at a step: what came before stays as it was, what comes behind is done again under the same keys.
import { aFlow } from '@patchbay/model/flow/testing';
import { keptRecords } from '@patchbay/model/run';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeLab, openLab, people, start, until, view, worker, workspaceId } from './testing/run-lab.ts';

beforeAll(openLab);
afterAll(closeLab);

const doc = aFlow()
  .withTrigger('start')
  .withAction('first', { operation: 'target.keyed' })
  .withAction('second', { operation: 'target.keyed', input: { of: { mode: 'mapped', path: 'steps.first.call' } } })
  .to('start', 'first')
  .to('first', 'second')
  .build();

test.each([false, true])('from a step (as a new event: %s) does only what lies behind it', async (asNewEvent) => {
  const one = await worker();
  one.target.answer = () => ({ call: one.target.calls.length });
  const runId = await start(doc);
  await until(runId, 'succeeded');
  const before = await view(runId);
  const commands = people();
  const kept = keptRecords(doc, Object.values(before.steps), 'second');
  const request = { runId, workspaceId, versionId: null, asNewEvent, payload: null, kept };
  const again = await commands.replay(request);
  await commands.close();
  if (again === null) throw new Error('nothing was replayed');
  await until(again, 'succeeded');
  const [, second, third] = one.target.calls;
  expect(one.target.calls).toHaveLength(3);
  expect(third?.input).toEqual({ of: 1 });
  expect(third?.idempotencyKey === second?.idempotencyKey).toBe(!asNewEvent);
  const after = await view(again);
  expect(after.steps['first']).toEqual(before.steps['first']);
  await one.stop();
});
