// Steps that call other flows, on a real database: each call is one run, whoever makes it, and its end reaches who waits for it.
import type { FlowDocument } from '@patchbay/model/flow';
import { aFlow } from '@patchbay/model/flow/testing';
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

/** Waits for a call of another system before it does so. */
const resting = (): FlowDocument =>
  aFlow()
    .withCalled('called')
    .withDelay('rest', "'PT1H'")
    .withRespond('give', '{ rested: true }')
    .to('called', 'rest')
    .to('rest', 'give')
    .build();

describe('a call', () => {
  test('is a run of its own with the pinned version, whose answer is the step’s output; nobody holds a slot meanwhile', async () => {
    await using charge = await live(charging());
    await using flow = await live(calling(callTo(charge)));
    await aWorker(echo());
    const runId = await flow.send({ n: 7 });
    await until(runId, 'succeeded');
    const { steps, reply } = await view(runId);
    const [made] = await childrenOf(runId);
    expect(reply?.body).toEqual({ got: { charged: 7 } });
    expect(steps['pay']).toMatchObject({ status: 'succeeded', calls: { runId: made?.id, flowId: charge.flowId } });
    expect(made).toMatchObject({ status: 3, effect_root: made?.id, replay_of: null, depth: 1, trace: runId });
    expect(await childrenOf(runId)).toHaveLength(1);
    await vi.waitFor(async () => {
      const { rows } = await admin.query('SELECT calls FROM run WHERE id = ANY($1::uuid[])', [[runId, made?.id]]);
      expect(rows.map(({ calls }) => calls as number)).toEqual([0, 0]);
    }, soon);
  });

  test('may be answered with much: the answer stands beside the run, and so does that of the caller', async () => {
    const echoing = aFlow().withCalled('called').withRespond('give', 'trigger.body').to('called', 'give').build();
    await using echoes = await live(echoing);
    await using flow = await live(calling(callTo(echoes)));
    await aWorker();
    const text = 'x'.repeat(100_000);
    const runId = await flow.send({ n: text });
    await until(runId, 'succeeded');
    expect((await view(runId)).reply?.body).toEqual({ got: { n: text } });
    const runs = [runId, ...(await childrenOf(runId)).map(({ id }) => id)];
    const { rows } = await admin.query(
      'SELECT max(length(data)) AS size FROM checkpoint WHERE run_id = ANY($1::uuid[])',
      [runs],
    );
    expect(rows[0]?.size).toBeLessThan(10_000);
  });

  test('that fails fails the step under the code of the run, and leaves by its error port', async () => {
    const refusing = aFlow().withCalled('called').withFail('no', '"The card was declined."').to('called', 'no').build();
    await using refuse = await live(refusing);
    await using flow = await live(calling(callTo(refuse)));
    const catching = aFlow()
      .withTrigger('start')
      .withSubflow('pay', callTo(refuse), 'trigger.body')
      .withRespond('say', '{ code: errors.pay.code }')
      .to('start', 'pay')
      .to('pay', 'say', 'error')
      .build();
    await using caught = await live(catching);
    await aWorker();
    const [runId, other] = [await flow.send({}), await caught.send({})];
    await until(runId, 'failed');
    await until(other, 'succeeded');
    const failure = (await view(runId)).steps['pay']?.error;
    expect(failure?.message).toBe('The run of “Charge” failed: no: The card was declined.');
    expect((await view(other)).reply?.body).toEqual({ code: failure?.code });
  });

  test('is tried again where the step says so: the run is replayed under its own keys', async () => {
    await using charge = await live(charging());
    const retry = { maxAttempts: 3, firstDelayMs: 1, maxDelayMs: 1, deadlineMs: 60_000 };
    await using flow = await live(calling(callTo(charge), { retry }));
    const target = new Target();
    target.answer = () => {
      if (target.calls.length < 2) throw new Error('away');
      return { said: 'yes' };
    };
    await aWorker(target);
    const runId = await flow.send({ n: 1 });
    await until(runId, 'succeeded');
    const [first, second, ...others] = await childrenOf(runId);
    expect(others).toEqual([]);
    expect(second).toMatchObject({ replay_of: first?.id, effect_root: first?.id });
    expect(new Set(target.calls.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
    expect((await view(runId)).steps['pay']?.attempts.map(({ answer }) => answer)).toEqual(['internal', 'ok']);
  });

  test('with what breaks the contract fails before anything starts, and an answer that breaks it fails the step', async () => {
    await using charge = await live(charging());
    const number = { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] };
    const input = { ...number, properties: { n: { type: 'string' } } };
    await using wrong = await live(calling(callTo(charge, { input } as never)));
    await using broken = await live(calling(callTo(charge, { output: number } as never)));
    await aWorker(echo());
    const [first, second] = [await wrong.send({ n: 7 }), await broken.send({ n: 7 })];
    await until(first, 'failed');
    await until(second, 'failed');
    expect(await childrenOf(first)).toEqual([]);
    expect((await view(first)).steps['pay']?.error?.code).toBe('contract');
    expect((await view(second)).steps['pay']?.error?.message).toContain('is not what it promises');
  });

  test('that does not end in time is cancelled, and leaves by the way for that', async () => {
    await using rest = await live(resting());
    const doc = aFlow()
      .withTrigger('start')
      .withSubflow('pay', callTo(rest), '{}', { timeoutMs: 1_000 })
      .withRespond('late', '"late"')
      .to('start', 'pay')
      .to('pay', 'late', 'timeout')
      .build();
    await using flow = await live(doc);
    await aWorker();
    const runId = await flow.send({});
    await until(runId, 'succeeded');
    expect((await view(runId)).reply?.body).toBe('late');
    await until(await child(runId), 'cancelled');
  });

  test('in a chain that is too long is refused, and a test run leads to test runs', async () => {
    await using charge = await live(charging());
    await using middle = await live(
      aFlow()
        .withCalled('called')
        .withSubflow('pay', callTo(charge), 'trigger.body')
        .withRespond('say', 'steps.pay')
        .to('called', 'pay')
        .to('pay', 'say')
        .build(),
    );
    await using flow = await live(calling(callTo(middle)));
    const one = await aWorker(echo(), { longestChain: 1 });
    const refused = await flow.send({ n: 1 });
    await until(refused, 'failed');
    expect((await view(refused)).error).toContain('2 runs led to this call');
    await one.stop();
    await aWorker(echo());
    const tested = await flow.send({ n: 1 });
    await admin.query('UPDATE run SET mode = 1 WHERE id = $1', [tested]);
    await until(tested, 'succeeded');
    expect(await childrenOf(tested)).toMatchObject([{ mode: 1 }]);
  });
});

describe('each turn of a loop', () => {
  test('calls for itself, also in a try', async () => {
    await using charge = await live(charging());
    const doc = aFlow()
      .withTrigger('start')
      .withForEach('each', 'trigger.body', { concurrency: 3, output: 'steps.safe' })
      .withTry('safe', 'steps.pay.charged')
      .withSubflow('pay', callTo(charge), '{ n: item }')
      .withRespond('say', 'steps.each')
      .to('start', 'each')
      .to('each', 'safe', 'each')
      .to('safe', 'pay', 'body')
      .to('each', 'say')
      .build();
    await using flow = await live(doc);
    await aWorker(echo());
    const runId = await flow.send([1, 2, 3, 4, 5]);
    await until(runId, 'succeeded');
    expect((await view(runId)).reply?.body).toEqual([1, 2, 3, 4, 5]);
    expect(await childrenOf(runId)).toHaveLength(5);
  });
});

describe('the end of the caller', () => {
  test('that is cancelled cancels the run it called, and those that this one called', async () => {
    await using rest = await live(resting());
    await using middle = await live(
      aFlow().withCalled('called').withSubflow('pay', callTo(rest), 'trigger.body').to('called', 'pay').build(),
    );
    await using flow = await live(calling(callTo(middle)));
    await aWorker();
    const runId = await flow.send({});
    const second = await child(runId);
    const third = await child(second);
    await until(third, 'waiting');
    await until(runId, 'waiting');
    await cancel(runId);
    await until(runId, 'cancelled');
    await until(second, 'cancelled');
    await until(third, 'cancelled');
    const { rows } = await admin.query<{ late: boolean }>(
      `SELECT max(finished_at) - min(cancel_at) > interval '10 seconds' AS late FROM run WHERE id = ANY($1::uuid[])`,
      [[runId, second, third]],
    );
    expect(rows[0]?.late).toBe(false);
  });

  test('that fails elsewhere ends the run first, and then takes back what calls have done', async () => {
    await using charge = await live(charging());
    await using rest = await live(resting());
    const compensate = {
      operation: 'target.keyed',
      input: { undo: { mode: 'expression' as const, expr: 'steps.pay.charged' } },
    };
    const doc = aFlow()
      .withTrigger('start')
      .withSubflow('pay', callTo(charge), '{ n: 5 }', { compensate })
      .withSubflow('wait', callTo(rest), '{}')
      .withFail('no', '"No."')
      .to('start', 'pay')
      .to('start', 'wait')
      .to('pay', 'no')
      .build();
    await using flow = await live(doc);
    const one = await aWorker(echo());
    const runId = await flow.send({});
    await until(runId, 'failed');
    const { steps } = await view(runId);
    expect(steps['pay']?.status).toBe('compensated');
    expect(steps['wait']).toMatchObject({ status: 'failed', error: { code: 'cancelled' } });
    expect(one.target.calls.map(({ input }) => input)).toEqual([{ n: 5 }, { undo: 5 }]);
    await until(steps['wait']?.calls?.runId as RunId, 'cancelled');
  });
});

describe('a replay of the caller', () => {
  test('takes what the run gave, replays one that failed under its keys, and as a new event calls anew', async () => {
    await using charge = await live(charging());
    await using flow = await live(calling(callTo(charge)));
    const target = new Target();
    let isAway = true;
    target.answer = ({ input }) => {
      if (isAway) throw new Error('away');
      return { said: input['n'] ?? null };
    };
    await aWorker(target);
    const failed = await flow.send({ n: 3 });
    await until(failed, 'failed');
    isAway = false;
    const repaired = await replay(failed);
    await until(repaired, 'succeeded');
    const [first] = await childrenOf(failed);
    expect(await childrenOf(repaired)).toMatchObject([{ replay_of: first?.id, effect_root: first?.id }]);
    const again = await replay(repaired);
    await until(again, 'succeeded');
    expect(await childrenOf(again)).toEqual([]);
    expect((await view(again)).reply?.body).toEqual({ got: { charged: 3 } });
    const anew = await replay(repaired, true);
    await until(anew, 'succeeded');
    const [own] = await childrenOf(anew);
    expect(own).toMatchObject({ replay_of: null, effect_root: own?.id });
    expect(target.calls).toHaveLength(3);
    expect(new Set(target.calls.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(2);
  });
});

describe('when workers die', () => {
  test('between the call and its record, the call is found; after the end of a run, its caller is told by another', async () => {
    await using charge = await live(charging());
    await using flow = await live(calling(callTo(charge)));
    // It makes the call, and then it is gone.
    const one = await worker(echo(), { calls: { look: () => new Promise(() => undefined) }, tellsNobody: true });
    const runId = await flow.send({ n: 9 });
    const made = await child(runId);
    await until(made, 'succeeded');
    await one.loseLease();
    const two = await aWorker(echo());
    await until(runId, 'succeeded');
    expect(await childrenOf(runId)).toHaveLength(1);
    expect((await view(runId)).reply?.body).toEqual({ got: { charged: 9 } });
    expect(two.target.calls).toEqual([]);
  });
});
