// A step that the limits of its connection hold back waits without a slot, and without using up attempts.
import { randomUUID } from 'node:crypto';
import { aFlow } from '@patchbay/model/flow/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  admin,
  bindSlot,
  closeLab,
  openLab,
  people,
  soon,
  start,
  until,
  view,
  worker,
  workspaceId,
} from './testing/run-lab.ts';

beforeAll(openLab);
afterAll(closeLab);

const doc = aFlow()
  .withTrigger('start')
  .withAction('charge', { operation: 'target.unsafe', slot: 'payments' })
  .to('start', 'charge')
  .build();

test('a step held back waits without a slot, says why, and its first call is its first attempt', async () => {
  const one = await worker();
  const connectionId = randomUUID();
  const asked: boolean[] = [];
  let mayGo = false;
  const ended: unknown[] = [];
  one.target.admit = ({ back }) => {
    asked.push(back);
    return Promise.resolve(
      mayGo
        ? { type: 'go', permit: { end: (thrown) => ended.push(thrown) } }
        : {
            type: 'hold',
            reason: 'rate',
            atMs: one.session.now().getTime() + 3_600_000,
            message: 'It waits for its turn.',
            next: 'It goes on by itself.',
          },
    );
  };
  const runId = await start(doc, {}, (flowId) => bindSlot(flowId, { slot: 'payments', connectionId }));
  await until(runId, 'waiting');
  await vi.waitFor(() => expect(one.pool.active).toBe(0), soon);
  const { steps, error } = await view(runId);
  expect(steps['charge']).toMatchObject({ status: 'waiting', attempts: [], held: { reason: 'rate', connectionId } });
  expect(JSON.parse(error ?? '')).toEqual({
    code: 'heldBack',
    message: 'charge: It waits for its turn.',
    details: { connectionId },
  });
  const { rows } = await admin.query('SELECT count(*)::int AS started FROM effect_step WHERE run_id = $1', [runId]);
  expect(rows).toEqual([{ started: 0 }]);

  // An operator resumes the connection: it need not wait for the hour to pass.
  mayGo = true;
  const commands = people();
  await commands.askAgain({ workspaceId, connectionId });
  await commands.close();
  await until(runId, 'succeeded');
  expect(asked).toEqual([false, true]);
  expect(one.target.calls).toMatchObject([{ attempt: 1, connectionId }]);
  expect(ended).toEqual([null]);
  await one.stop();
});
