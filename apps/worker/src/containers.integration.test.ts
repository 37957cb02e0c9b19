import { ConnectorError } from '@patchbay/connector-sdk';
import type { FlowDocument } from '@patchbay/model/flow';
import { aFlow } from '@patchbay/model/flow/testing';
import type { Json } from '@patchbay/model/schema';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  admin,
  closeLab,
  openLab,
  people,
  start,
  Target,
  until,
  view,
  worker,
  workspaceId,
} from './testing/run-lab.ts';

beforeAll(openLab);
afterAll(closeLab);

const lines = (count: number): Json => ({ lines: Array.from({ length: count }, (_, n) => ({ n })) });
const loop = (
  given: Parameters<ReturnType<typeof aFlow>['withForEach']>[2],
  operation: 'target.keyed' | 'target.unsafe' = 'target.keyed',
): FlowDocument =>
  aFlow()
    .withTrigger('start')
    .withForEach('loop', 'trigger.body.lines', { as: 'line', ...given })
    .withAction('send', { operation, input: { n: { mode: 'mapped', path: 'line.n' } } })
    .withMap('note', { n: 'line.n', ok: 'steps.send.ok' })
    .withMap('after', { all: 'steps.loop' })
    .to('start', 'loop')
    .to('loop', 'send', 'each')
    .to('send', 'note')
    .to('loop', 'after')
    .build();

describe('a loop', () => {
  test('does its body for each item under keys of its own, and hands on what the turns gave, in order', async () => {
    const one = await worker();
    one.target.answer = async ({ input }) => {
      // The later, the sooner.
      for (let turn = Number(input['n']); turn < 5; turn += 1) await new Promise(setImmediate);
      return { ok: true };
    };
    const runId = await start(loop({ concurrency: 3 }), lines(5));
    await until(runId, 'succeeded');
    const { steps } = await view(runId);
    const given = [0, 1, 2, 3, 4].map((n) => ({ n, ok: true }));
    expect(steps['loop']).toMatchObject({ status: 'succeeded', turns: { count: 5, failed: 0 }, output: given });
    expect(steps['after']?.output).toEqual({ all: given });
    expect(steps['loop[3]/send']).toMatchObject({ status: 'succeeded', nodeId: 'send', input: { n: 3 } });
    expect(new Set(one.target.calls.map((call) => call.idempotencyKey)).size).toBe(5);
    await one.stop();
  });

  test('collects what failed beside what was done', async () => {
    const one = await worker();
    one.target.answer = ({ input }) =>
      input['n'] === 1 ? Promise.reject(new ConnectorError('invalidInput', 'No such line.')) : { ok: true };
    const runId = await start(loop({ onFailure: 'collect' }), lines(3));
    await until(runId, 'succeeded');
    expect((await view(runId)).steps['loop']?.output).toEqual({
      done: [
        { n: 0, ok: true },
        { n: 2, ok: true },
      ],
      failed: [
        { index: 1, item: { n: 1 }, error: { code: 'invalidInput', message: 'send: No such line.', details: null } },
      ],
    });
    await one.stop();
  });

  test('whose worker dies goes on at the turn where it was, and no finished turn runs again', async () => {
    const target = new Target();
    const stuck = new Promise<Json>(() => undefined);
    target.answer = ({ input, attempt }) => (input['n'] === 3 && attempt === 1 ? stuck : { ok: true });
    const runId = await start(loop({}), lines(6));
    const dying = await worker(target);
    await vi.waitFor(() => expect(target.calls.some(({ input }) => input['n'] === 3)).toBe(true), { timeout: 60_000 });
    await dying.loseLease();
    const heir = await worker(target);
    await until(runId, 'succeeded');
    expect(target.calls.map(({ input, attempt }) => `${JSON.stringify(input['n'])} #${attempt}`)).toEqual([
      '0 #1',
      '1 #1',
      '2 #1',
      '3 #1',
      '3 #2',
      '4 #1',
      '5 #1',
    ]);
    const keys = target.calls.filter(({ input }) => input['n'] === 3).map((call) => call.idempotencyKey);
    expect(new Set(keys).size).toBe(1);
    await heir.stop();
  });

  test('holds one turn for a person, and goes on with the others meanwhile', async () => {
    const one = await worker();
    one.target.answer = ({ input }) =>
      input['n'] === 0 ? Promise.reject(new ConnectorError('transient', 'Cut.', { effect: 'unknown' })) : { ok: true };
    const runId = await start(loop({ concurrency: 2 }, 'target.unsafe'), lines(4));
    await until(runId, 'waiting');
    const before = await view(runId);
    expect(before.steps['loop[0]/send']?.status).toBe('unknown');
    expect(before.steps['loop[3]']?.status).toBe('succeeded');
    const commands = people();
    const path = 'loop[0]/send';
    const decision = { runId, workspaceId, path, decision: 'done' as const, output: { ok: 'seen' }, decidedBy: 'Ann' };
    expect(await commands.resolveStep(decision)).toBe('resolved');
    await commands.close();
    await until(runId, 'succeeded');
    expect((await view(runId)).steps['loop']?.output).toMatchObject([{ n: 0, ok: 'seen' }, {}, {}, {}]);
    expect(one.target.calls).toHaveLength(4);
    await one.stop();
  });

  test('over thousands of items without effects writes checkpoints of a bounded size', async () => {
    const one = await worker();
    const doc = aFlow()
      .withTrigger('start')
      .withForEach('loop', 'trigger.body.lines', {})
      .withMap('twice', { n: 'item * 2' })
      .withMap('after', { count: 'COUNT(steps.loop)' })
      .to('start', 'loop')
      .to('loop', 'twice', 'each')
      .to('loop', 'after')
      .build();
    const items = Array.from({ length: 5_000 }, (_, n) => n % 10);
    const runId = await start(doc, { lines: items });
    await until(runId, 'succeeded');
    expect((await view(runId)).steps['after']?.output).toEqual({ count: 5_000 });
    const { rows } = await admin.query(
      'SELECT max(records)::int AS most, sum(records)::int AS total FROM (SELECT count(*) AS records FROM v_step_record WHERE run_id = $1 GROUP BY seq) AS one',
      [runId],
    );
    expect(rows[0]?.most).toBeLessThan(510);
    expect(rows[0]?.total).toBeLessThan(10_100);
    await one.stop();
  });
});

test('a try goes on by its error port with the reason', async () => {
  const one = await worker();
  one.target.answer = () => Promise.reject(new ConnectorError('invalidInput', 'Out of stock.'));
  const doc = aFlow()
    .withTrigger('start')
    .withTry('attempt')
    .withAction('reserve', { operation: 'target.keyed' })
    .withMap('mend', { why: 'errors.attempt.message', hidden: 'COALESCE(steps.reserve, "unseen")' })
    .to('start', 'attempt')
    .to('attempt', 'reserve', 'body')
    .to('attempt', 'mend', 'error')
    .build();
  const runId = await start(doc);
  await until(runId, 'succeeded');
  const { steps } = await view(runId);
  expect(steps['mend']?.output).toEqual({ why: 'reserve: Out of stock.', hidden: 'unseen' });
  expect(steps['attempt/reserve']?.status).toBe('failed');
  await one.stop();
});
