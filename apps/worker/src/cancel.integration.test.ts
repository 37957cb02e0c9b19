// A cancel works within its grace whatever an operation does: here one that does not listen to its signal.
import { aFlow } from '@patchbay/model/flow/testing';
import type { Json } from '@patchbay/model/schema';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { admin, closeLab, openLab, people, soon, start, until, view, worker, workspaceId } from './testing/run-lab.ts';

beforeAll(openLab);
afterAll(closeLab);

test('an operation that ignores its signal holds no run longer than ten seconds, and its late result is refused', async () => {
  const one = await worker();
  let answer: (output: Json) => void = () => undefined;
  one.target.answer = () =>
    new Promise<Json>((resolve) => {
      answer = resolve;
    });
  const doc = aFlow()
    .withTrigger('start')
    .withAction('deaf', { operation: 'target.unsafe' })
    .withAction('next', { operation: 'target.keyed' })
    .to('start', 'deaf')
    .to('deaf', 'next')
    .build();
  const runId = await start(doc);
  await vi.waitFor(() => expect(one.target.calls).toHaveLength(1), soon);
  const commands = people();
  expect(await commands.requestCancel({ runId, workspaceId, undoes: false })).toBe('requested');
  await commands.close();
  one.pool.cancel(runId);
  await until(runId, 'cancelled');
  const { rows } = await admin.query<{ seconds: number }>(
    'SELECT extract(epoch FROM finished_at - cancel_at)::float8 AS seconds FROM run WHERE id = $1',
    [runId],
  );
  // Ten of them are the grace; e2e/faults measures what comes behind it.
  expect(rows[0]?.seconds).toBeLessThan(20);

  answer({ ok: true });
  await vi.waitFor(() => expect(one.pool.active).toBe(0), soon);
  const { status, steps } = await view(runId);
  expect([status, steps['deaf']?.status, steps['next']]).toEqual(['cancelled', 'started', undefined]);
  expect(one.target.calls).toHaveLength(1);
  await one.stop();
});
