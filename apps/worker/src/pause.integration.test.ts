import { aFlow } from '@patchbay/model/flow/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { admin, closeLab, live, openLab, people, Target, until, view, worker, workspaceId } from './testing/run-lab.ts';

beforeAll(openLab);
afterAll(closeLab);

const doc = aFlow()
  .withTrigger('start')
  .withAction('call', { operation: 'target.keyed', input: { id: { mode: 'mapped', path: 'trigger.body.id' } } })
  .to('start', 'call')
  .build();
const setStatus = (flowId: string, status: string) =>
  admin.query('UPDATE deployment SET status = $2 WHERE flow_id = $1', [flowId, status]);
const soon = { timeout: 60_000, interval: 20 };

test('runs of a paused flow wait, what is under way ends, and they start in order once it is resumed', async () => {
  const target = new Target();
  const called: unknown[] = [];
  const { promise: gate, resolve: letGo } = Promise.withResolvers<void>();
  target.answer = async ({ input }) => {
    called.push(input['id']);
    if (input['id'] === 'open') await gate;
    return { ok: true };
  };
  const one = await worker(target);
  await using flow = await live(doc);
  await using other = await live(doc);
  const open = await flow.send({ id: 'open' });
  await vi.waitFor(() => expect(called).toEqual(['open']), soon);
  await setStatus(flow.flowId, 'paused');
  const waiting = [];
  for (const id of ['w1', 'w2', 'w3']) waiting.push(await flow.send({ id }, { paused: true }));
  const beside = await other.send({ id: 'beside' });
  await until(beside, 'succeeded');
  letGo();
  await until(open, 'succeeded');
  const commands = people();
  const replay = await commands.replay({ runId: open, workspaceId, versionId: null, asNewEvent: true, payload: null });
  await commands.close();
  if (replay === null) throw new Error('the run was not replayed');
  await until(replay, 'succeeded');
  expect(await Promise.all(waiting.map(async (run) => (await view(run)).status))).toEqual([
    'queued',
    'queued',
    'queued',
  ]);
  await setStatus(flow.flowId, 'active');
  for (const run of waiting) await until(run, 'succeeded');
  expect(called.filter((id) => String(id).startsWith('w'))).toEqual(['w1', 'w2', 'w3']);
  await one.stop();
});

test('a server that learns late of a pause or of its end loses nothing: the next look holds or lets go', async () => {
  await using flow = await live(doc);
  const held = async (run: string) =>
    (await admin.query('SELECT held FROM run WHERE id = $1', [run])).rows[0] as unknown;
  const commands = people();
  await setStatus(flow.flowId, 'paused');
  const early = await flow.send({ id: 'early' });
  expect(await held(early)).toEqual({ held: 0 });
  expect(await commands.settlePauses()).toEqual([]);
  expect(await held(early)).toEqual({ held: 2 });
  await setStatus(flow.flowId, 'active');
  const late = await flow.send({ id: 'late' }, { paused: true });
  expect(await held(late)).toEqual({ held: 2 });
  expect(await commands.settlePauses()).toEqual([early, late]);
  expect([await held(early), await held(late)]).toEqual([{ held: 0 }, { held: 0 }]);
  await commands.close();
});
