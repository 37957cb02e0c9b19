import { aFlow } from '@patchbay/model/flow/testing';
import type { FlowDocument } from '@patchbay/model/flow';
import type { RunId } from '@patchbay/model/identity';
import type { Json } from '@patchbay/model/schema';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ExpressRun, OperationCall, OperationDriver } from '../drivers/index.ts';
import { planFlow } from '../plan/index.ts';
import type { FlowPlan } from '../plan/index.ts';
import { ExpressRuns } from './express-runs.ts';
import { aCall } from '../testing/a-call.ts';
import type { ExpressDrivers, ExpressEvent } from './express-runs.ts';

class Refusal extends Error {
  override readonly name = 'ConnectorError';
  readonly kind = 'transient';
  readonly effect = 'none';
}

const operation = aCall('keyed');

/** hook → call → after → reply. */
const calling = aFlow()
  .withTrigger('hook')
  .withAction('call', { input: { n: { mode: 'expression', expr: 'trigger.body.n' } } })
  .withMap('after', { n: 'steps.call.n' })
  .withRespond('reply', 'steps.after')
  .to('hook', 'call')
  .to('call', 'after')
  .to('after', 'reply')
  .build();

interface Given {
  readonly doc?: FlowDocument;
  readonly plan?: FlowPlan;
  readonly call?: OperationDriver['call'];
  readonly admit?: NonNullable<OperationDriver['admit']>;
  readonly isFull?: boolean;
}

function opened({
  doc = calling,
  call = () => Promise.resolve({ n: 7 }),
  admit,
  isFull = false,
  ...given
}: Given = {}) {
  const express = { ...doc, settings: { ...doc.settings, level: 'express' as const } };
  const plan = given.plan ?? planFlow(express, () => operation);
  const kept: ExpressRun[] = [];
  const woken: string[] = [];
  const slow: number[] = [];
  const faults: unknown[] = [];
  let runs = 0;
  const drivers: ExpressDrivers = {
    history: {
      isFull,
      keep: (run) => {
        kept.push(run);
      },
      move: (run) => {
        kept.push(run);
        return Promise.resolve();
      },
    },
    plans: {
      contextFor: () => Promise.resolve({ plan, bindings: new Map([['slot', 'c' as never]]), variables: {} }),
      titlesOf: () => Promise.resolve(new Map()),
    },
    operations: { call, ...(admit === undefined ? {} : { admit }) },
    code: { run: () => Promise.reject(new Error('no code here')) },
    now: () => new Date(),
    newRunId: () => `run-${(runs += 1)}` as RunId,
    idempotencyKey: (root, path) => `${root}|${path}`,
    wakeUp: (runId) => woken.push(runId),
    onFault: (_run, fault) => faults.push(fault),
    onSlow: (_version, ms) => slow.push(ms),
  };
  return { runs: new ExpressRuns(drivers), kept, woken, slow, faults };
}

const event = (body: Json, given: Partial<ExpressEvent> = {}): ExpressEvent =>
  ({
    workspaceId: 'w',
    environmentId: 'e',
    flowId: 'f',
    versionId: 'v',
    triggerId: 'hook',
    meta: {},
    contentType: 'application/json',
    body: Buffer.from(JSON.stringify(body)),
    replyTo: 3,
    timeoutMs: 30_000,
    ...given,
  }) as ExpressEvent;

afterEach(() => {
  vi.useRealTimers();
});

describe('an express run', () => {
  test('is answered, and kept in one piece', async () => {
    const calls: OperationCall[] = [];
    const { runs, kept, faults } = opened({
      call: (call) => {
        calls.push(call);
        return Promise.resolve({ n: Number(call.input['n']) + 1 });
      },
    });
    const answer = await runs.answer(event({ n: 4 }));
    expect(answer).toMatchObject({ type: 'reply', reply: { status: 200, body: { n: 5 } } });
    expect(kept).toHaveLength(1);
    expect(kept[0]).toMatchObject({ status: 'succeeded', error: null, replyTo: null });
    expect(kept[0]?.data.steps.map(({ path, status }) => `${path} ${status}`)).toEqual([
      'hook succeeded',
      'call succeeded',
      'after succeeded',
      'reply succeeded',
    ]);
    expect(kept[0]?.data.reply).toMatchObject({ body: { n: 5 } });
    expect(calls.map(({ idempotencyKey }) => idempotencyKey)).toEqual([`${answer.runId}|call`]);
    expect({ faults, open: runs.open }).toEqual({ faults: [], open: 0 });
  });

  test('is answered as soon as it responds, and goes on', async () => {
    const release = Promise.withResolvers<Json>();
    const doc = aFlow()
      .withTrigger('hook')
      .withRespond('reply', '"taken"')
      .withAction('call')
      .to('hook', 'reply')
      .to('reply', 'call')
      .build();
    const { runs, kept } = opened({ doc, call: () => release.promise });
    expect(await runs.answer(event({}))).toMatchObject({ reply: { status: 200, body: 'taken' } });
    expect({ kept, open: runs.open }).toEqual({ kept: [], open: 1 });
    release.resolve({ n: 1 });
    await vi.waitFor(() => expect(kept).toHaveLength(1), { timeout: 20_000 });
    expect(kept[0]?.data.steps.map(({ path }) => path)).toEqual(['hook', 'reply', 'call']);
  });

  test('refuses a body that is not what it says, and does nothing', async () => {
    const { runs, kept } = opened();
    const broken = event(null, { body: Buffer.from('{"n":') });
    await expect(runs.answer(broken)).rejects.toMatchObject({ code: 'invalidInput' });
    const unknown = event(null, { contentType: 'image/png' });
    await expect(runs.answer(unknown)).rejects.toMatchObject({ code: 'unsupportedMediaType' });
    expect({ kept, open: runs.open }).toEqual({ kept: [], open: 0 });
  });

  test('does not begin while too much waits to be written', async () => {
    const { runs } = opened({ isFull: true });
    await expect(runs.answer(event({}))).rejects.toMatchObject({
      code: 'unavailable',
      details: { retryAfterSeconds: 1 },
    });
  });

  test('fails with an answer of its own, and says why in the history only', async () => {
    const doc = aFlow().withTrigger('hook').withFail('no', '"secret reason"').to('hook', 'no').build();
    const { runs, kept } = opened({ doc });
    const answer = await runs.answer(event({}));
    expect(answer).toMatchObject({ reply: { status: 500, body: { runId: 'run-1' } } });
    expect(JSON.stringify(answer)).not.toContain('secret reason');
    expect(kept[0]).toMatchObject({ status: 'failed' });
    expect(kept[0]?.error).toContain('secret reason');
  });

  test('is given up when its time is over: the caller gets 504, and the history names the cause', async () => {
    vi.useFakeTimers();
    const aborted = vi.fn();
    const { runs, kept } = opened({
      call: ({ signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            aborted();
            reject(new Refusal('stopped'));
          });
        }),
    });
    const answer = runs.answer(event({}, { timeoutMs: 2_000 }));
    await vi.advanceTimersByTimeAsync(2_200);
    expect(await answer).toMatchObject({ reply: { status: 504, body: { title: 'The flow did not answer in time' } } });
    expect(aborted).toHaveBeenCalledOnce();
    expect(kept[0]).toMatchObject({ status: 'failed' });
    expect(JSON.parse(kept[0]?.error ?? '{}')).toMatchObject({ code: 'timeBudget', message: /2 s/ });
  });
});

describe('an express run goes on with a worker', () => {
  test('when a step has to be tried again: as far as it got, and its caller waits there', async () => {
    const { runs, kept, faults } = opened({ call: () => Promise.reject(new Refusal('busy')) });
    expect(await runs.answer(event({ n: 1 }))).toEqual({ type: 'moved', runId: 'run-1' });
    expect(kept[0]).toMatchObject({ status: 'waiting', replyTo: 3, wakeAt: expect.any(Date) as Date });
    expect(kept[0]?.data.steps.at(-1)).toMatchObject({ path: 'call', status: 'waiting' });
    expect({ faults, open: runs.open }).toEqual({ faults: [], open: 0 });
  });

  test('when the limits of a connection hold it back', async () => {
    const call = vi.fn(() => Promise.resolve(null));
    const doc = {
      ...calling,
      nodes: calling.nodes.map((node) => (node.kind === 'action' ? { ...node, slot: 'slot' } : node)),
    };
    const hold = {
      type: 'hold' as const,
      reason: 'rate' as const,
      atMs: Date.now() + 60_000,
      message: 'Busy.',
      next: 'Wait.',
    };
    const { runs, kept } = opened({ doc, call, admit: () => Promise.resolve(hold) });
    expect(await runs.answer(event({ n: 1 }))).toMatchObject({ type: 'moved' });
    expect(call).not.toHaveBeenCalled();
    expect(kept[0]?.data.steps.at(-1)).toMatchObject({ path: 'call', held: { reason: 'rate' } });
  });

  test.each<[string, Json]>([
    ['many values', { rows: Array.from({ length: 6_000 }, (_, n) => n) }],
    ['many small rows', Array.from({ length: 2_000 }, (_, n) => ({ a: n, b: n, c: n }))],
    ['a long text', 'x'.repeat(300_000)],
  ])('when an answer is large (%s), before anything is worked out with it', async (_name, output) => {
    const { runs, kept, woken } = opened({ call: () => Promise.resolve(output) });
    expect(await runs.answer(event({ n: 1 }))).toMatchObject({ type: 'moved' });
    expect(kept[0]?.data.steps.map(({ path }) => path)).toEqual(['hook', 'call']);
    expect(woken).toEqual(['run-1']);
  });

  test('when the process stops, and its answer is not lost', async () => {
    const release = Promise.withResolvers<Json>();
    const { runs, kept } = opened({ call: () => release.promise });
    const answer = runs.answer(event({ n: 1 }));
    await vi.waitFor(() => expect(runs.open).toBe(1), { timeout: 20_000 });
    const drained = runs.drain(10_000);
    expect(runs.takes({ versionId: 'v' as never, bodyBytes: 10 })).toBe(false);
    release.resolve({ n: 2 });
    expect(await answer).toMatchObject({ type: 'moved' });
    await drained;
    expect(kept[0]?.data.steps.map(({ path, status }) => `${path} ${status}`)).toEqual([
      'hook succeeded',
      'call succeeded',
    ]);
  });
});

describe('what is done here', () => {
  test('is not a large body', () => {
    const { runs } = opened();
    expect(runs.takes({ versionId: 'v' as never, bodyBytes: 64 * 1024 })).toBe(true);
    expect(runs.takes({ versionId: 'v' as never, bodyBytes: 64 * 1024 + 1 })).toBe(false);
  });

  test('is not, for a while, a version that keeps the process busy: seen by the clock, believed by processor time', async () => {
    const burn = (): void => {
      const { user } = process.threadCpuUsage();
      while (process.threadCpuUsage().user - user < 60_000);
    };
    const plan = planFlow(calling, () => operation);
    const nodes = plan.nodes.map((node) => ({
      ...node,
      ...(node.name === 'after'
        ? {
            step: {
              type: 'pure' as const,
              run: () => {
                burn();
                return { output: {}, ports: ['out'] };
              },
            },
          }
        : {}),
    }));
    const { runs, slow } = opened({ plan: { ...plan, nodes } });
    const version = { versionId: 'v' as never, bodyBytes: 10 };
    await runs.answer(event({ n: 1 }));
    expect({ takes: runs.takes(version), slow }).toEqual({ takes: true, slow: [] });
    await runs.answer(event({ n: 1 }));
    expect(runs.takes(version)).toBe(false);
    expect(slow).toHaveLength(1);
  });
});
