// Workers that die or are stopped while a run is under way: which runs are taken for the cause.
import type { FlowDocument } from '@patchbay/model/flow';
import { aFlow } from '@patchbay/model/flow/testing';
import type { RunId } from '@patchbay/model/identity';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { admin, closeLab, openLab, soon, start, Target, until, view, worker } from './testing/run-lab.ts';

beforeAll(openLab);
afterAll(closeLab);

/** A call that never ends while this worker lives; resolves once it has begun. */
async function stuckWorker(): Promise<Awaited<ReturnType<typeof worker>>> {
  const target = new Target();
  target.answer = () => new Promise(() => undefined);
  const one = await worker(target);
  await vi.waitFor(() => expect(target.calls).toHaveLength(1), soon);
  return one;
}

const rested = async (runId: RunId): Promise<void> => {
  await until(runId, 'waiting');
  await admin.query('UPDATE wait SET due_at = now() WHERE effect_root = $1', [runId]);
  await admin.query('UPDATE run SET wake_at = now() WHERE id = $1', [runId]);
};

const calls = (count: number): FlowDocument => {
  let flow = aFlow().withTrigger('start');
  let last = 'start';
  for (let nr = 1; nr <= count; nr += 1) {
    flow = flow.withAction(`call${nr}`, { operation: 'target.keyed' }).withDelay(`rest${nr}`, "'PT10S'");
    flow = flow.to(last, `call${nr}`).to(`call${nr}`, `rest${nr}`);
    last = `rest${nr}`;
  }
  return flow.build();
};

test('a run over which a worker dies now and then, between long waits, comes to its end', async () => {
  const runId = await start(calls(4));
  for (let nr = 1; nr <= 4; nr += 1) {
    await (await stuckWorker()).loseLease();
    const two = await worker();
    await rested(runId);
    await two.stop();
  }
  const last = await worker();
  await until(runId, 'succeeded');
  await last.stop();
});

test('a run that outlives the grace of four workers which are stopped comes to its end', async () => {
  const doc = aFlow()
    .withTrigger('start')
    .withAction('call', { operation: 'target.keyed' })
    .to('start', 'call')
    .build();
  const runId = await start(doc);
  for (let nr = 1; nr <= 4; nr += 1) await (await stuckWorker()).stop();
  const last = await worker();
  await until(runId, 'succeeded');
  await last.stop();
});

test('a run over which three workers die in a row is put aside, and its neighbour is not', async () => {
  const doc = aFlow()
    .withTrigger('start')
    .withAction('call', { operation: 'target.keyed' })
    .to('start', 'call')
    .build();
  const neighbour = await start(doc);
  const poison = await start(doc);
  for (let nr = 1; nr <= 3; nr += 1) {
    // Either dies with its worker while the other is under way; only the one that two have died over is begun alone.
    const target = new Target();
    target.answer = () => new Promise(() => undefined);
    const one = await worker(target);
    await vi.waitFor(() => expect(target.calls).toHaveLength(nr < 3 ? 2 : 1), soon);
    await one.loseLease();
  }
  const last = await worker();
  await vi.waitFor(async () => {
    const ends = await Promise.all([neighbour, poison].map(async (runId) => (await view(runId)).status));
    expect(new Set(ends)).toEqual(new Set(['failed', 'succeeded']));
  }, soon);
  const { rows } = await admin.query('SELECT kind FROM dead_letter WHERE run_id = ANY($1)', [[neighbour, poison]]);
  expect(rows).toEqual([{ kind: 'poison' }]);
  await last.stop();
});
