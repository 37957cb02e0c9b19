import { aFlow } from '@patchbay/model/flow/testing';
import type { FlowDocument } from '@patchbay/model/flow';
import { AppError } from '@patchbay/model/errors';
import type { RunId } from '@patchbay/model/identity';
import type { CheckpointData } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import { describe, expect, test } from 'vitest';
import type { IncomingEvent } from '../accept/accept-event.ts';
import type { EndedRun, EventToAccept } from '../drivers/index.ts';
import { planFlow } from '../plan/index.ts';
import type { FlowPlan } from '../plan/index.ts';
import { aCall } from '../testing/a-call.ts';
import { AtOnceRuns } from './at-once-runs.ts';

/** hook → shape → reply. */
const computing = () =>
  aFlow()
    .withTrigger('hook')
    .withMap('shape', { n: 'trigger.body.n + 1' })
    .withRespond('reply', 'steps.shape')
    .to('hook', 'shape')
    .to('shape', 'reply')
    .build();

interface Given {
  readonly doc?: FlowDocument;
  readonly plan?: FlowPlan;
  /** The run that the event has already. */
  readonly known?: string;
  readonly storeFails?: Error;
}

function opened({ doc = computing(), known, storeFails, ...given }: Given = {}) {
  const plan = given.plan ?? planFlow(doc, () => aCall('keyed'));
  const stored: { event: EventToAccept; ended: EndedRun }[] = [];
  const slow: number[] = [];
  const runs = new AtOnceRuns({
    store: {
      acceptEnded: (event, ended) => {
        if (storeFails !== undefined) return Promise.reject(storeFails);
        stored.push({ event, ended });
        return Promise.resolve({ runId: (known ?? ended.runId) as RunId, duplicate: known !== undefined });
      },
    },
    plans: {
      contextFor: () => Promise.resolve({ plan, bindings: new Map(), variables: {} }),
      titlesOf: () => Promise.resolve(new Map()),
    },
    newRunId: () => 'run-1' as RunId,
    now: () => new Date('2026-03-29T01:00:00.000Z'),
    idempotencyKey: (root, path) => `${root}|${path}`,
    onSlow: (_version, ms) => slow.push(ms),
  });
  const trigger = [...plan.triggers.values()][0];
  const event = (body: Json, more: object = {}): IncomingEvent =>
    Object.assign(
      {
        workspaceId: 'w',
        environmentId: 'e',
        flowId: 'f',
        versionId: 'v',
        deploymentId: 'd',
        trigger,
        meta: { method: 'POST' },
        contentType: 'application/json',
        body: Buffer.from(JSON.stringify(body)),
        replyTo: 3,
        mode: 'live',
      },
      more,
    ) as object as IncomingEvent;
  const stepsOf = (at: number): string[] =>
    (JSON.parse(stored[at]?.ended.data ?? '{"steps":[]}') as CheckpointData).steps.map(
      ({ path, status }) => `${path} ${status}`,
    );
  return { runs, event, stored, slow, stepsOf };
}

describe('a run that only computes', () => {
  test('is stored whole with its event, and its caller is told after that', async () => {
    const { runs, event, stored, stepsOf } = opened();
    expect(await runs.answer(event({ n: 4 }))).toEqual({
      type: 'reply',
      runId: 'run-1',
      reply: { status: 200, headers: {}, body: { n: 5 } },
    });
    expect(stored).toHaveLength(1);
    expect(stored[0]?.event).toMatchObject({
      triggerId: 'hook',
      meta: '{"method":"POST"}',
      dedupeKey: null,
      sizeBytes: 7,
    });
    expect(stored[0]?.ended).toMatchObject({ runId: 'run-1', status: 'succeeded', error: null, deadLetter: null });
    expect(stepsOf(0)).toEqual(['hook succeeded', 'shape succeeded', 'reply succeeded']);
  });

  test('that cannot be stored is not answered', async () => {
    const { runs, event } = opened({ storeFails: new AppError('unavailable', 'away') });
    await expect(runs.answer(event({ n: 4 }))).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('fails with an answer of its own, and says why in the history only', async () => {
    const doc = aFlow().withTrigger('hook').withFail('no', '"secret reason"').to('hook', 'no').build();
    const { runs, event, stored } = opened({ doc });
    const answer = await runs.answer(event({}));
    expect(answer).toMatchObject({ type: 'reply', reply: { status: 500, body: { runId: 'run-1' } } });
    expect(JSON.stringify(answer)).not.toContain('secret reason');
    expect(stored[0]?.ended).toMatchObject({ status: 'failed' });
    expect(stored[0]?.ended.error).toContain('secret reason');
  });

  test('of an event that is there already hands back the run that it has', async () => {
    const { runs, event } = opened({ known: 'run-0' });
    expect(await runs.answer(event({ n: 1 }))).toEqual({ type: 'duplicate', runId: 'run-0' });
  });

  test('refuses a body that is not what it says, and stores nothing', async () => {
    const { runs, event, stored } = opened();
    await expect(runs.answer(event(null, { body: Buffer.from('{"n":') }))).rejects.toMatchObject({
      code: 'invalidInput',
    });
    await expect(runs.answer(event(null, { contentType: 'image/png' }))).rejects.toMatchObject({
      code: 'unsupportedMediaType',
    });
    expect(stored).toEqual([]);
  });
});

describe('is left to accept and worker, with nothing stored', () => {
  const hook = () => aFlow().withTrigger('hook');
  const flows: readonly [string, FlowDocument][] = [
    ['a call', hook().withAction('call').to('hook', 'call').build()],
    ['code', hook().withCode('code', 'return 1').to('hook', 'code').build()],
    ['a wait', hook().withDelay('rest', '"2026-03-29T02:00:00Z"').to('hook', 'rest').build()],
    ['a loop', hook().withForEach('loop', 'trigger.body').to('hook', 'loop').build()],
    ['the level express', { ...computing(), settings: { ...computing().settings, level: 'express' } }],
  ];
  test.each(flows)('a flow with %s', async (_what, doc) => {
    const { runs, event, stored } = opened({ doc });
    expect(await runs.answer(event({ n: 1 }))).toBeNull();
    expect(stored).toEqual([]);
  });

  test('a large body, an event of a paused flow, and one that waits in a line', async () => {
    const { runs, event, stored } = opened();
    const line = { kind: 'order', places: 1, key: null };
    const { trigger } = event(null);
    for (const more of [
      { body: Buffer.from(JSON.stringify('x'.repeat(70_000))) },
      { paused: true },
      { trigger: { ...trigger, lines: [line] } },
    ]) {
      expect(await runs.answer(event({ n: 1 }, more))).toBeNull();
    }
    expect(stored).toEqual([]);
  });

  test('a map that is much work, and one that makes much', async () => {
    const rows = Array.from({ length: 4_000 }, (_, n) => n);
    const much = hook()
      .withMap('much', { all: 'MAP(trigger.body, MAP(trigger.body, item))' })
      .to('hook', 'much')
      .build();
    const large = hook()
      .withMap('large', { all: 'trigger.body & trigger.body & trigger.body' })
      .to('hook', 'large')
      .build();
    const first = opened({ doc: much });
    expect(await first.runs.answer(first.event(rows))).toBeNull();
    const second = opened({ doc: large });
    expect(await second.runs.answer(second.event('x'.repeat(30_000)))).toBeNull();
    expect([...first.stored, ...second.stored]).toEqual([]);
  });

  test.each([
    [
      'a filter that reads its whole list for each record',
      (flow) => flow.withFilter('heavy', 'SUM(trigger.body) > 0', 'trigger.body'),
    ],
    [
      'a check of many records',
      (flow) =>
        flow.withList('heavy', {
          kind: 'validate',
          items: 'trigger.body',
          rules: ['a', 'b'].map((field) => ({ rule: 'required' as const, field })),
        }),
    ],
    [
      'a condition that is much work',
      (flow) => flow.withBranch('heavy', { yes: 'COUNT(MAP(trigger.body, SUM(trigger.body))) > 0' }),
    ],
  ] as const satisfies [string, (flow: ReturnType<typeof hook>) => ReturnType<typeof hook>][])(
    '%s',
    async (_, withHeavy) => {
      const doc = withHeavy(hook()).to('hook', 'heavy').build();
      const { runs, event, stored, slow } = opened({ doc });
      expect(await runs.answer(event(Array.from({ length: 5_000 }, (_row, n) => n)))).toBeNull();
      expect(stored).toEqual([]);
      expect(slow).toEqual([]);
    },
  );

  test('steps that are much work together', async () => {
    const flow = hook();
    for (const name of ['one', 'two', 'three', 'four', 'five', 'six'])
      flow.withFilter(name, 'item > 0', 'trigger.body').to('hook', name);
    const { runs, event } = opened({ doc: flow.build() });
    expect(await runs.answer(event([1, 2, 3]))).not.toBeNull();
    expect(await runs.answer(event(Array.from({ length: 1_000 }, (_row, n) => n)))).toBeNull();
  });

  test('a fault of ours: the worker meets it as well, and reports it', async () => {
    const plan = planFlow(computing(), () => aCall('keyed'));
    const run = (): never => {
      throw new TypeError('a mistake of ours');
    };
    const nodes = plan.nodes.map((node) =>
      node.name === 'shape' ? { ...node, step: { type: 'pure' as const, run } } : node,
    );
    const { runs, event, stored } = opened({ plan: { ...plan, nodes } });
    expect(await runs.answer(event({ n: 1 }))).toBeNull();
    expect(stored).toEqual([]);
  });

  test('for a while, a version that keeps the process busy: seen by the clock, believed by processor time', async () => {
    const plan = planFlow(computing(), () => aCall('keyed'));
    const burn = (): { output: Json; ports: string[] } => {
      const { user } = process.threadCpuUsage();
      while (process.threadCpuUsage().user - user < 60_000);
      return { output: {}, ports: ['out'] };
    };
    const nodes = plan.nodes.map((node) =>
      node.name === 'shape' ? { ...node, step: { type: 'pure' as const, run: burn } } : node,
    );
    const { runs, event, slow } = opened({ plan: { ...plan, nodes } });
    expect(await runs.answer(event({ n: 1 }))).not.toBeNull();
    expect(slow).toEqual([]);
    expect(await runs.answer(event({ n: 1 }))).not.toBeNull();
    expect(slow).toHaveLength(1);
    expect(await runs.answer(event({ n: 1 }))).toBeNull();
  });
});
