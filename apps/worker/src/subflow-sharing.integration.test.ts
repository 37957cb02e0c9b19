// Calls that more than one run has to do with, that are held, or made by runs below the level durable: each is one run all the same.
import type { Json } from '@patchbay/model/schema';
import type { RunId } from '@patchbay/model/identity';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { admin, closeLab, live, openLab, soon, Target, until, view, worker } from './testing/run-lab.ts';
import {
  calling,
  callTo,
  cancel,
  charging,
  child,
  childrenOf,
  echo,
  replay,
  workersOfEachTest,
} from './testing/subflow-lab.ts';

beforeAll(openLab);
afterAll(closeLab);

const aWorker = workersOfEachTest();

/** Refuses everybody until it is told that it is back; then it answers, once it may. */
function awayTarget() {
  const target = new Target();
  let isAway = true;
  let answers: (() => void)[] | null = null;
  target.answer = ({ input }) => {
    if (isAway) throw new Error('away');
    const said: Json = { said: input['n'] ?? null };
    const { length } = target.calls;
    if (answers === null) return said;
    return new Promise<Json>((resolve) => answers?.push(() => resolve({ ...said, call: length })));
  };
  return {
    target,
    isBack: (): void => void (isAway = false),
    /** From now on, calls wait for `letGo`. */
    hold: (): void => void (answers = []),
    letGo: (): void => {
      for (const answer of answers ?? []) answer();
      answers = null;
    },
  };
}

const keysOf = (target: Target): Set<string> => new Set(target.calls.map(({ idempotencyKey }) => idempotencyKey));
const replaysOf = async (parents: readonly RunId[]) => (await Promise.all(parents.map(childrenOf))).flat();

describe('a call of a paused flow', () => {
  test('is made and waits; nothing of it starts before the flow is resumed', async () => {
    await using charge = await live(charging());
    await using flow = await live(calling(callTo(charge)));
    const { target } = await aWorker(echo());
    const setStatus = (status: string): Promise<unknown> =>
      admin.query('UPDATE deployment SET status = $2 WHERE id = $1', [charge.deploymentId, status]);
    await setStatus('paused');
    const runId = await flow.send({ n: 7 });
    const called = await child(runId);
    await until(runId, 'waiting');
    // Another run comes all the way through in the meantime.
    const { deploymentId, ...open } = await live(charging());
    expect(deploymentId).not.toBe(charge.deploymentId);
    await until(await open.send({ n: 1 }), 'succeeded');
    await open[Symbol.asyncDispose]();
    expect((await view(called)).status).toBe('queued');
    expect(target.calls.map(({ input }) => input)).toEqual([{ n: 1 }]);
    await setStatus('active');
    await until(runId, 'succeeded');
    expect((await view(runId)).reply?.body).toEqual({ got: { charged: 7 } });
    expect(await childrenOf(runId)).toHaveLength(1);
  });
});

describe('replays of a caller whose call failed', () => {
  test('that come together, at two workers, replay the run once, and both go on with what it gave', async () => {
    await using charge = await live(charging());
    await using flow = await live(calling(callTo(charge)));
    const { target, isBack } = awayTarget();
    await aWorker(target);
    await aWorker(target);
    for (let round = 1; round <= 5; round += 1) {
      const failed = await flow.send({ n: round });
      await until(failed, 'failed');
      const before = target.calls.length;
      isBack();
      const both = await Promise.all([replay(failed), replay(failed)]);
      await Promise.all(both.map((one) => until(one, 'succeeded')));
      for (const one of both) expect((await view(one)).reply?.body).toEqual({ got: { charged: round } });
      const [first] = await childrenOf(failed);
      expect(await replaysOf(both)).toMatchObject([{ replay_of: first?.id, effect_root: first?.id }]);
      expect(target.calls).toHaveLength(before + 1);
      if (round < 5) target.answer = awayAgain(target);
    }
  });

  test('join the run while it is open; a cancel of one of them leaves it to the other', async () => {
    await using charge = await live(charging());
    await using flow = await live(calling(callTo(charge)));
    const { target, isBack, hold, letGo } = awayTarget();
    await aWorker(target);
    const failed = await flow.send({ n: 3 });
    await until(failed, 'failed');
    isBack();
    hold();
    const first = await replay(failed);
    const shared = await child(first);
    await vi.waitFor(() => expect(target.calls).toHaveLength(2), soon);
    const second = await replay(failed);
    await until(second, 'waiting');
    expect((await view(second)).steps['pay']?.calls?.runId).toBe(shared);
    await cancel(first);
    await until(first, 'cancelled');
    expect((await view(shared)).status).toBe('running');
    letGo();
    await until(second, 'succeeded');
    expect((await view(second)).reply?.body).toEqual({ got: { charged: 3 } });
    expect(await replaysOf([first, second])).toMatchObject([{ id: shared, status: 3 }]);
    expect(target.calls).toHaveLength(2);
    expect(keysOf(target).size).toBe(1);
  });
});

test('a replay that comes between the end of a shared run and the word of it leaves nobody waiting', async () => {
  await using charge = await live(charging());
  await using flow = await live(calling(callTo(charge)));
  const { target, isBack } = awayTarget();
  const before = await aWorker(target);
  const failed = await flow.send({ n: 8 });
  await until(failed, 'failed');
  await before.stop();
  isBack();
  const silent = await aWorker(target, { tellsNobody: true });
  const first = await replay(failed);
  await until(await child(first), 'succeeded');
  await until(first, 'waiting');
  const second = await replay(failed);
  const callers = async (): Promise<unknown> =>
    (await admin.query('SELECT runs FROM wait WHERE effect_root = $1', [failed])).rows[0]?.runs;
  await vi.waitFor(async () => expect(await callers()).toContain(second), soon);
  await silent.stop();
  await aWorker(target);
  for (const one of [first, second]) {
    await until(one, 'succeeded');
    expect((await view(one)).reply?.body).toEqual({ got: { charged: 8 } });
  }
  expect(target.calls).toHaveLength(2);
});

/** It is away until it has refused one call more, and then it is back. */
function awayAgain(target: Target): Target['answer'] {
  const back = target.calls.length + 1;
  return ({ input }) => {
    if (target.calls.length <= back) throw new Error('away');
    return { said: input['n'] ?? null };
  };
}

describe('a caller at level light', () => {
  test('is done again as a whole after a crash, and its call is found, whether it is open or over', async () => {
    await using charge = await live(charging());
    const doc = calling(callTo(charge));
    await using flow = await live({ ...doc, settings: { ...doc.settings, level: 'light' } });
    // It makes the calls, and then it is gone.
    const one = await worker(echo(), { calls: { look: () => new Promise(() => undefined) }, tellsNobody: true });
    const runs = await Promise.all([1, 2, 3].map((n) => flow.send({ n })));
    const called = await Promise.all(runs.map(child));
    await Promise.all(called.map((run) => until(run, 'succeeded')));
    await one.loseLease();
    const two = await aWorker(echo());
    await Promise.all(runs.map((run) => until(run, 'succeeded')));
    for (const [index, run] of runs.entries()) {
      expect((await view(run)).reply?.body).toEqual({ got: { charged: index + 1 } });
      expect((await childrenOf(run)).map(({ id }) => id)).toEqual([called[index]]);
    }
    expect(two.target.calls).toEqual([]);
    expect(one.target.calls).toHaveLength(3);
  });
});
