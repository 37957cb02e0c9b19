// Steps that wait, on a real database: they hold no slot, survive their workers, and lose no answer.
import { aFlow } from '@patchbay/model/flow/testing';
import type { FlowDocument } from '@patchbay/model/flow';
import type { RunId } from '@patchbay/model/identity';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  admin,
  answer,
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

const runRow = async (runId: RunId) => {
  const { rows } = await admin.query<{ status: number; owner: number | null; wake_at: Date | null; error: string }>(
    'SELECT status, owner, wake_at, error FROM run WHERE id = $1',
    [runId],
  );
  return rows[0];
};
/** Time passes in the database: what was to come in an hour is due. */
const passTime = async (runId: RunId, table: 'both' | 'wait' = 'both') => {
  await admin.query(
    `UPDATE wait SET due_at = due_at - interval '1 hour', remind_at = remind_at - interval '1 hour' WHERE effect_root = $1`,
    [runId],
  );
  if (table === 'both') await admin.query('UPDATE run SET wake_at = now() WHERE id = $1', [runId]);
};
const hour = 3_600_000;
/** The address that the flow sent to the target. */
const urlOf = (call: { readonly input: Readonly<Record<string, unknown>> } | undefined): string => {
  const url = call?.input['url'];
  return typeof url === 'string' ? url : 'http://none.test';
};

describe('a delay', () => {
  const flow = (value: string): FlowDocument =>
    aFlow()
      .withTrigger('start')
      .withDelay('rest', value)
      .withAction('after', { operation: 'target.keyed' })
      .to('start', 'rest')
      .to('rest', 'after')
      .build();

  test('parks the run without an owner until its time, and goes on by itself', async () => {
    const one = await worker();
    const runId = await start(flow("'PT2S'"));
    await until(runId, 'waiting');
    const parked = await runRow(runId);
    const step = (await view(runId)).steps['rest'];
    expect(parked?.owner).toBeNull();
    expect(step).toMatchObject({ status: 'waiting', waits: { kind: 'delay' } });
    expect(parked?.wake_at?.toISOString()).toBe(step?.waits?.until);
    expect(parked?.error).toContain('rest: goes on by itself');
    expect(one.pool.active).toBe(0);
    await until(runId, 'succeeded');
    const { rows } = await admin.query<{ ok: boolean }>(
      `SELECT min(at) FILTER (WHERE record ->> 'status' = 'succeeded') >= $2::timestamptz AS ok
       FROM v_step_record WHERE run_id = $1 AND path = 'rest'`,
      [runId, step?.waits?.until],
    );
    expect(rows[0]?.ok).toBe(true);
    expect(one.target.calls).toHaveLength(1);
    await one.stop();
  });

  test('survives the death of the worker that began it, and a cancel ends it at once', async () => {
    const one = await worker();
    const [goesOn, cancelled] = [await start(flow("'PT1H'")), await start(flow('60'))];
    await until(goesOn, 'waiting');
    await until(cancelled, 'waiting');
    await one.loseLease();
    const commands = people();
    expect(await commands.requestCancel({ runId: cancelled, workspaceId })).toBe('cancelled');
    await commands.close();
    const two = await worker();
    await admin.query(
      `UPDATE checkpoint SET data = convert_to(regexp_replace(convert_from(data, 'UTF8'),
         '"(until|retryAt)":"[^"]+"', '"\\1":"2020-01-01T00:00:00.000Z"', 'g'), 'UTF8') WHERE run_id = $1`,
      [goesOn],
    );
    await passTime(goesOn);
    await until(goesOn, 'succeeded');
    expect((await view(cancelled)).status).toBe('cancelled');
    expect(two.target.calls.map(({ runId }) => runId)).toEqual([goesOn]);
    await two.stop();
  });

  test('that is no time fails its step in plain words', async () => {
    const one = await worker();
    const runId = await start(flow("'tomorrow'"));
    await until(runId, 'failed');
    expect((await view(runId)).steps['rest']?.error).toMatchObject({
      code: 'invalidInput',
      message: expect.stringContaining('"tomorrow"') as string,
    });
    await one.stop();
  });

  test('is over in time while another branch is under way', async () => {
    const one = await worker();
    let finish: (() => void) | undefined;
    one.target.answer = ({ input }) =>
      input['slow'] === true ? new Promise((resolve) => (finish = () => resolve({}))) : {};
    const doc = aFlow()
      .withTrigger('start')
      .withAction('slow', { operation: 'target.keyed', input: { slow: { mode: 'fixed', value: true } } })
      .withDelay('rest', '1', { unit: 'seconds' })
      .withAction('after', { operation: 'target.keyed' })
      .to('start', 'slow')
      .to('start', 'rest')
      .to('rest', 'after')
      .build();
    const runId = await start(doc);
    await vi.waitFor(() => expect(one.target.calls).toHaveLength(2), { timeout: 60_000 });
    expect((await view(runId)).status).toBe('running');
    finish?.();
    await until(runId, 'succeeded');
    await one.stop();
  });
});

describe('a callback', () => {
  /** The address is sent by a step before the wait. */
  const flow = (given: { timeoutPort?: boolean; failing?: boolean } = {}): FlowDocument => {
    const doc = aFlow()
      .withTrigger('start')
      .withAction('ask', { operation: 'target.keyed', input: { url: { mode: 'expression', expr: 'links.answer' } } })
      .withCallback('answer', { timeoutMs: hour })
      .withAction('after', {
        operation: 'target.keyed',
        input: { n: { mode: 'expression', expr: 'steps.answer.body.n' } },
      })
      .to('start', 'ask')
      .to('ask', 'answer')
      .to('answer', 'after');
    return (given.timeoutPort === true ? doc.withMap('late').to('answer', 'late', 'timeout') : doc).build();
  };
  const linkOf = (target: Target, at = 0): string => urlOf(target.calls[at]);

  test('goes on with what was sent, once, whoever sends it again', async () => {
    const one = await worker();
    const runId = await start(flow());
    await until(runId, 'waiting');
    expect((await view(runId)).steps['answer']).toMatchObject({ status: 'waiting', waits: { kind: 'callback' } });
    const link = linkOf(one.target);
    expect(await answer(link, { n: 7 })).toBe('stored');
    await until(runId, 'succeeded');
    expect([await answer(link, { n: 7 }), await answer(link, { n: 8 })]).toEqual(['same', 'other']);
    expect(one.target.calls.at(-1)?.input).toEqual({ n: 7 });
    expect((await view(runId)).steps['answer']?.output).toMatchObject({ body: { n: 7 }, headers: {} });
    await one.stop();
  });

  test('that comes before the step asks is not lost', async () => {
    const target = new Target();
    const early: string[] = [];
    target.answer = async ({ input }) => {
      if (typeof input['url'] === 'string') early.push(await answer(input['url'], { n: 1 }));
      return {};
    };
    const one = await worker(target);
    const runId = await start(flow());
    await until(runId, 'succeeded');
    expect(early).toEqual(['stored']);
    expect((await view(runId)).steps['after']?.input).toEqual({ n: 1 });
    await one.stop();
  });

  test('is heard by another worker when the one that asked has died, and by the run that is under way elsewhere', async () => {
    const one = await worker();
    const runId = await start(flow());
    await until(runId, 'waiting');
    await one.loseLease();
    expect(await answer(linkOf(one.target), { n: 2 })).toBe('stored');
    const two = await worker();
    await until(runId, 'succeeded');
    expect(two.target.calls.at(-1)?.input).toEqual({ n: 2 });
    await two.stop();
  });

  test('wakes a run that is parked in the same moment', async () => {
    const one = await worker();
    const runId = await start(flow());
    await until(runId, 'waiting');
    // As if the answer had come between the look of the worker and its release.
    await admin.query('UPDATE run SET status = 1, owner = $2, wake_at = NULL WHERE id = $1', [runId, one.session.id]);
    expect(await answer(linkOf(one.target), { n: 3 })).toBe('stored');
    const { rows } = await admin.query<{ fence: number; status: number }>('SELECT fence FROM run WHERE id = $1', [
      runId,
    ]);
    const write = { runId, workspaceId, fence: rows[0]?.fence ?? 0, seq: 99, data: null, replyTo: null, reply: null };
    const far = new Date(Date.now() + hour);
    const end = { status: 'waiting', wakeAt: far, error: null, deadLetter: null, announce: false } as const;
    expect(await one.store.release({ ...write, ...end })).toBe(true);
    await until(runId, 'succeeded');
    await one.stop();
  });

  test('that does not come in time fails the step, or leaves by its own way, and comes too late then', async () => {
    const one = await worker();
    const [fails, leaves] = [await start(flow()), await start(flow({ timeoutPort: true }))];
    await until(fails, 'waiting');
    await until(leaves, 'waiting');
    await passTime(fails);
    await passTime(leaves);
    await until(fails, 'failed');
    await until(leaves, 'succeeded');
    expect((await view(fails)).steps['answer']?.error).toMatchObject({ code: 'timedOut' });
    const steps = (await view(leaves)).steps;
    expect([steps['answer']?.ports, steps['late']?.status, steps['after']?.status]).toEqual([
      ['timeout'],
      'succeeded',
      'skipped',
    ]);
    const links = one.target.calls.map(urlOf);
    expect(await Promise.all(links.map((link) => answer(link, { n: 1 })))).toEqual(['ended', 'ended']);
    await one.stop();
  });

  test('is refused once its time is over, even before the worker has looked, and once the run was cancelled', async () => {
    const one = await worker();
    const [late, gone] = [await start(flow()), await start(flow())];
    await until(late, 'waiting');
    await until(gone, 'waiting');
    const linkFor = (runId: RunId): string => urlOf(one.target.calls.find((call) => call.runId === runId));
    await passTime(late, 'wait');
    expect(await answer(linkFor(late), { n: 1 })).toBe('over');
    const commands = people();
    await commands.requestCancel({ runId: gone, workspaceId });
    await commands.close();
    expect(await answer(linkFor(gone), { n: 1 })).toBe('ended');
    await one.stop();
  });

  test('has an address for each turn of a loop', async () => {
    const one = await worker();
    const doc = aFlow()
      .withTrigger('start')
      .withForEach('loop', 'trigger.body', { concurrency: 3, output: 'steps.answer.body.n' })
      .withAction('ask', {
        operation: 'target.keyed',
        input: {
          n: { mode: 'expression', expr: 'item' },
          url: { mode: 'expression', expr: 'links.answer' },
        },
      })
      .withCallback('answer')
      .to('start', 'loop')
      .to('loop', 'ask', 'each')
      .to('ask', 'answer')
      .build();
    const runId = await start(doc, [5, 6, 7]);
    await vi.waitFor(() => expect(one.target.calls).toHaveLength(3), { timeout: 60_000 });
    for (const call of one.target.calls.toReversed()) {
      expect(await answer(urlOf(call), { n: Number(call.input['n']) * 10 })).toBe('stored');
    }
    await until(runId, 'succeeded');
    expect((await view(runId)).steps['loop']?.output).toEqual([50, 60, 70]);
    await one.stop();
  });

  test('that its original got is found by a replay of the same event', async () => {
    const one = await worker();
    const runId = await start(flow());
    await until(runId, 'waiting');
    await answer(linkOf(one.target), { n: 9 });
    await until(runId, 'succeeded');
    const commands = people();
    const again = await commands.replay({ runId, workspaceId, versionId: null, asNewEvent: false, payload: null });
    await commands.close();
    if (again === null) throw new Error('not replayed');
    await until(again, 'succeeded');
    expect((await view(again)).steps['answer']?.output).toMatchObject({ body: { n: 9 } });
    await one.stop();
  });
});

describe('an approval', () => {
  const flow = (): FlowDocument =>
    aFlow()
      .withTrigger('start')
      .withAction('send', { operation: 'target.keyed', input: { url: { mode: 'expression', expr: 'links.ask' } } })
      .withApproval('ask', {
        title: { mode: 'expression', expr: '"Order " & trigger.body.id' },
        fields: [{ name: 'note', label: 'Note', type: 'text' }],
        byLink: true,
        remindAfterMs: hour,
        timeoutMs: 3 * hour,
      })
      .withMap('yes')
      .withMap('no')
      .withAction('nudge', { operation: 'target.keyed', input: { nudge: { mode: 'fixed', value: true } } })
      .to('start', 'send')
      .to('send', 'ask')
      .to('ask', 'yes', 'approved')
      .to('ask', 'no', 'rejected')
      .to('ask', 'nudge', 'remind')
      .build();
  const decision = (given: 'approved' | 'rejected') => ({
    decision: given,
    by: 'Ada',
    at: '2026-01-01T00:00:00.000Z',
    fields: { note: 'fine' },
  });

  test('asks, reminds once, and goes the way that was decided; the first decision counts', async () => {
    const one = await worker();
    const runId = await start(flow(), { id: 'ORD-1' });
    await until(runId, 'waiting');
    expect((await view(runId)).steps['ask']?.waits).toMatchObject({ kind: 'approval', title: 'Order ORD-1' });
    await passTime(runId);
    await vi.waitFor(async () => expect((await view(runId)).steps['nudge']?.status).toBe('succeeded'), {
      timeout: 60_000,
    });
    await until(runId, 'waiting');
    const waiting = (await view(runId)).steps['ask'];
    expect([waiting?.status, waiting?.ports]).toEqual(['waiting', ['remind']]);
    expect(waiting?.waits?.remindedAt).toBeDefined();
    const link = urlOf(one.target.calls[0]);
    expect([await answer(link, decision('rejected')), await answer(link, decision('approved'))]).toEqual([
      'stored',
      'other',
    ]);
    await until(runId, 'succeeded');
    const { steps } = await view(runId);
    expect(steps['ask']).toMatchObject({ ports: ['rejected', 'remind'], output: decision('rejected') });
    expect([steps['yes']?.status, steps['no']?.status]).toEqual(['skipped', 'succeeded']);
    expect(one.target.calls.filter(({ input }) => input['nudge'] === true)).toHaveLength(1);
    await one.stop();
  });
});
