import { ConnectorError } from '@patchbay/connector-sdk';
import type { OperationCall } from '@patchbay/engine/drivers';
import { aFlow } from '@patchbay/model/flow/testing';
import type { RunId } from '@patchbay/model/identity';
import type { Json } from '@patchbay/model/schema';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  admin,
  closeLab,
  openLab,
  people,
  soon,
  start,
  Target,
  until,
  view,
  worker,
  workspaceId,
} from './testing/run-lab.ts';

beforeAll(openLab);
afterAll(closeLab);

describe('a run', () => {
  test('takes the branch that holds, skips the other, and answers', async () => {
    const one = await worker();
    const doc = aFlow()
      .withTrigger('start')
      .withMap('map', { total: 'trigger.body.price * 2' })
      .withBranch('big', { yes: 'steps.map.total > 100' })
      .withAction('send', { operation: 'target.keyed', input: { total: { mode: 'mapped', path: 'steps.map.total' } } })
      .withRespond('reply', '{ total: steps.map.total, ok: steps.send.ok }')
      .withMap('small')
      .to('start', 'map')
      .to('map', 'big')
      .to('big', 'send', 'yes')
      .to('send', 'reply')
      .to('big', 'small', 'otherwise')
      .build();
    const runId = await start(doc, { price: 60 });
    await until(runId, 'succeeded');
    const { steps, reply } = await view(runId);
    expect(Object.fromEntries(Object.entries(steps).map(([path, step]) => [path, step.status]))).toEqual({
      start: 'succeeded',
      map: 'succeeded',
      big: 'succeeded',
      send: 'succeeded',
      reply: 'succeeded',
      small: 'skipped',
    });
    expect(reply).toEqual({ status: 200, headers: {}, body: { total: 120, ok: true } });
    expect(one.target.calls).toMatchObject([{ input: { total: 120 }, attempt: 1 }]);
    await one.stop();
  });

  test('that fails says at which step and why, and starts nothing behind it', async () => {
    const one = await worker();
    one.target.answer = () => Promise.reject(new ConnectorError('invalidInput', 'There is no article X.'));
    const doc = aFlow()
      .withTrigger('start')
      .withAction('reserve', { operation: 'target.keyed' })
      .withAction('charge', { operation: 'target.keyed' })
      .to('start', 'reserve')
      .to('reserve', 'charge')
      .build();
    const runId = await start(doc);
    await until(runId, 'failed');
    const { steps, error } = await view(runId);
    expect(JSON.parse(error ?? 'null')).toMatchObject({
      code: 'invalidInput',
      message: 'reserve: There is no article X.',
    });
    expect(steps['charge']).toBeUndefined();
    expect(one.target.calls).toHaveLength(1);
    await one.stop();
  });

  test('leaves by the error port when it is connected', async () => {
    const one = await worker();
    one.target.answer = (call) =>
      call.operation === 'target.unsafe' ? Promise.reject(new ConnectorError('invalidInput', 'No.')) : { undone: true };
    const doc = aFlow()
      .withTrigger('start')
      .withAction('book', { operation: 'target.unsafe' })
      .withAction('undo', {
        operation: 'target.keyed',
        input: { why: { mode: 'mapped', path: 'errors.book.message' } },
      })
      .withMap('never')
      .to('start', 'book')
      .to('book', 'undo', 'error')
      .to('book', 'never')
      .build();
    const runId = await start(doc);
    await until(runId, 'succeeded');
    expect(one.target.calls.at(-1)?.input).toEqual({ why: 'No.' });
    expect((await view(runId)).steps['never']?.status).toBe('skipped');
    await one.stop();
  });
});

describe('retries', () => {
  const retry = { maxAttempts: 3, firstDelayMs: 1, maxDelayMs: 1, deadlineMs: 60_000 };
  const calling = (operationId: string, given: object = {}) => {
    const flow = aFlow()
      .withTrigger('start')
      .withAction('call', { operation: operationId })
      .to('start', 'call')
      .build();
    return { ...flow, nodes: flow.nodes.map((node) => (node.kind === 'action' ? { ...node, retry, ...given } : node)) };
  };

  test('a passing error is tried again with the same key, and the timeline shows both', async () => {
    const one = await worker();
    one.target.answer = (call) =>
      call.attempt < 3
        ? Promise.reject(new ConnectorError('rateLimited', 'Slow down.', { retryAfterMs: 5 }))
        : { ok: 1 };
    const runId = await start(calling('target.keyed'));
    await until(runId, 'succeeded');
    expect(new Set(one.target.calls.map((call) => call.idempotencyKey)).size).toBe(1);
    expect((await view(runId)).steps['call']?.attempts.map((attempt) => attempt.answer)).toEqual([
      'rateLimited',
      'rateLimited',
      'ok',
    ]);
    await one.stop();
  });

  test('an unsafe step in doubt is held for a person, and goes on as they decide', async () => {
    const one = await worker();
    one.target.answer = () => Promise.reject(new ConnectorError('transient', 'No answer.'));
    const runId = await start(calling('target.unsafe'));
    await until(runId, 'waiting');
    expect((await view(runId)).steps['call']?.status).toBe('unknown');
    expect(one.target.calls).toHaveLength(1);
    const commands = people();
    await commands.resolveStep({
      runId,
      workspaceId,
      path: 'call',
      decision: 'done',
      output: { no: 'PN1' },
      decidedBy: 'Ada',
    });
    await commands.close();
    await until(runId, 'succeeded');
    expect((await view(runId)).steps['call']?.output).toEqual({ no: 'PN1' });
    expect(one.target.calls).toHaveLength(1);
    await one.stop();
  });

  test.each([
    ['assumeDone', 'succeeded', 1],
    ['retry', 'failed', 3],
  ])('an unsafe step in doubt with the policy %s ends as %s after %i calls', async (onUnknown, status, calls) => {
    const one = await worker();
    one.target.answer = () => Promise.reject(new ConnectorError('transient', 'No answer.'));
    const runId = await start(calling('target.unsafe', { onUnknown }));
    await until(runId, status);
    expect(one.target.calls).toHaveLength(calls);
    await one.stop();
  });
});

describe('a worker that dies', () => {
  const doc = (operationId: string) =>
    aFlow()
      .withTrigger('start')
      .withAction('first', { operation: 'target.keyed' })
      .withAction('second', { operation: operationId })
      .to('start', 'first')
      .to('first', 'second')
      .build();

  test.each([
    ['target.keyed', 'succeeded'],
    ['target.unsafe', 'waiting'],
  ])('in a %s effect: another takes over and the run is %s; what was done is not done again', async (id, status) => {
    const target = new Target();
    const hang = Promise.withResolvers<Json>();
    const seen = Promise.withResolvers<undefined>();
    target.answer = (call) => {
      if (call.operation !== id || call.attempt > 1 || target.calls.length < 2) return { ok: true };
      seen.resolve(undefined);
      return hang.promise;
    };
    const dying = await worker(target);
    const runId = await start(doc(id));
    await seen.promise;
    await dying.loseLease();
    const heir = await worker(target);
    await until(runId, status);
    const keys = target.calls.map((call) => call.idempotencyKey);
    expect(target.calls.filter((call) => call.idempotencyKey === keys[0])).toHaveLength(1);
    expect(new Set(keys).size).toBe(2);
    const before = await view(runId);
    hang.resolve({ late: true });
    await vi.waitFor(() => expect(dying.pool.active).toBe(0), soon);
    expect(await view(runId)).toEqual(before);
    if (status === 'waiting')
      expect(before.steps['second']).toMatchObject({ status: 'unknown', error: { code: 'crashed' } });
    await heir.stop();
  });

  test('three times over one run ends it as a dead letter that names the step', async () => {
    const target = new Target();
    target.answer = () => new Promise<Json>(() => undefined);
    const runId = await start(doc('target.keyed'));
    for (let death = 1; death <= 3; death += 1) {
      const dying = await worker(target);
      await vi.waitFor(() => expect(target.calls).toHaveLength(death), { timeout: 60_000, interval: 20 });
      await dying.loseLease();
    }
    const heir = await worker(target);
    await until(runId, 'failed');
    const { rows } = await admin.query('SELECT last_step FROM dead_letter WHERE run_id = $1', [runId]);
    expect(rows).toEqual([{ last_step: 'first' }]);
    expect(target.calls).toHaveLength(3);
    await heir.stop();
  });
});

describe('cancel', () => {
  test('reaches an operation under way, and nothing starts behind it', async () => {
    const one = await worker();
    const seen = Promise.withResolvers<OperationCall>();
    one.target.answer = (call) =>
      new Promise((_resolve, reject) => {
        seen.resolve(call);
        call.signal.addEventListener('abort', () => reject(new ConnectorError('transient', 'Cancelled.')));
      });
    const doc = aFlow()
      .withTrigger('start')
      .withAction('slow', { operation: 'target.keyed' })
      .withAction('next', { operation: 'target.keyed' })
      .to('start', 'slow')
      .to('slow', 'next')
      .build();
    const runId = await start(doc);
    await seen.promise;
    const commands = people();
    expect(await commands.requestCancel({ runId, workspaceId, undoes: false })).toBe('requested');
    one.pool.cancel(runId);
    await until(runId, 'cancelled');
    expect(one.target.calls).toHaveLength(1);
    await commands.close();
    await one.stop();
  });
});

describe('a worker whose lease grew too old', () => {
  test('starts nothing more, hands its runs over, and they are finished once', async () => {
    const target = new Target();
    const first = Promise.withResolvers<Json>();
    const seen = Promise.withResolvers<undefined>();
    target.answer = (call) => {
      if (target.calls.length > 1) return { call: call.attempt };
      seen.resolve(undefined);
      return first.promise;
    };
    let leaseIsGood = true;
    const stalled = await worker(target, { mayStartEffects: () => leaseIsGood });
    const doc = aFlow()
      .withTrigger('start')
      .withAction('first', { operation: 'target.keyed' })
      .withAction('second', { operation: 'target.keyed' })
      .to('start', 'first')
      .to('first', 'second')
      .build();
    const runId = await start(doc);
    await seen.promise;
    leaseIsGood = false;
    first.resolve({ ok: true });
    await vi.waitFor(() => expect(stalled.pool.active).toBe(0), soon);
    expect(target.calls).toHaveLength(1);
    leaseIsGood = true;
    await until(runId, 'succeeded');
    expect(target.calls).toHaveLength(2);
    await stalled.stop();
  });

  test('sends nothing when it stood still after the start was committed, and the step is not in doubt', async () => {
    const target = new Target();
    let asked = 0;
    const stalled = await worker(target, { mayStartEffects: () => ++asked !== 2 });
    const doc = aFlow()
      .withTrigger('start')
      .withAction('send', { operation: 'target.unsafe' })
      .to('start', 'send')
      .build();
    const runId = await start(doc);
    await until(runId, 'succeeded');
    expect(target.calls.map((call) => call.attempt)).toEqual([2]);
    expect((await view(runId)).steps['send']?.attempts.map((attempt) => attempt.answer)).toEqual(['notSent', 'ok']);
    await stalled.stop();
  });

  test('gives back what it owns and nobody works on', async () => {
    const forgetful = await worker();
    const doc = aFlow().withTrigger('start').withMap('map').to('start', 'map').build();
    const runId = await start(doc);
    await until(runId, 'succeeded');
    await admin.query(
      `UPDATE run SET status = 1, owner = $2, finished_at = NULL, claimed_at = now() - interval '1 minute' WHERE id = $1`,
      [runId, forgetful.session.id],
    );
    expect(await forgetful.store.giveBackForgotten([runId])).toBe(0);
    expect(await forgetful.store.giveBackForgotten([])).toBe(1);
    await until(runId, 'succeeded');
    await forgetful.stop();
  });
});

describe('a replay', () => {
  const doc = aFlow()
    .withTrigger('start')
    .withAction('keyed', { operation: 'target.keyed' })
    .withAction('unsafe', { operation: 'target.unsafe' })
    .to('start', 'keyed')
    .to('keyed', 'unsafe')
    .build();
  const replay = async (runId: RunId, asNewEvent: boolean): Promise<RunId> => {
    const commands = people();
    const again = await commands.replay({ runId, workspaceId, versionId: null, asNewEvent, payload: null });
    await commands.close();
    if (again === null) throw new Error('nothing was replayed');
    return again;
  };

  test('of the same event uses the same key, and does not repeat what has none', async () => {
    const one = await worker();
    const runId = await start(doc);
    await until(runId, 'succeeded');
    const again = await replay(runId, false);
    await until(again, 'succeeded');
    const keys = one.target.calls
      .filter((call) => call.operation === 'target.keyed')
      .map((call) => call.idempotencyKey);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
    expect(one.target.calls.filter((call) => call.operation === 'target.unsafe')).toHaveLength(1);
    expect((await view(again)).steps['unsafe']?.output).toEqual({ ok: true });
    await one.stop();
  });

  test('as a new event does all of it under new keys', async () => {
    const one = await worker();
    const runId = await start(doc);
    await until(runId, 'succeeded');
    await until(await replay(runId, true), 'succeeded');
    expect(new Set(one.target.calls.map((call) => call.idempotencyKey)).size).toBe(4);
    await one.stop();
  });
});
