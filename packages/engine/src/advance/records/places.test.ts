// Steps over records that would only wait hold nothing meanwhile: neither a place nor a run's.
import { defaultRetry } from '@patchbay/model/flow';
import { aFlow } from '@patchbay/model/flow/testing';
import { RunId, WorkspaceId } from '@patchbay/model/identity';
import { describe, expect, it } from 'vitest';
import { StepFailure } from '../../plan/index.ts';
import { RecordTally } from '../../records/record-tally.ts';
import { advanceOnce } from '../../testing/advance-once.ts';
import { memoryRecords } from '../../testing/memory-records.ts';
import { BatchSender } from './batch-sender.ts';
import { Parked } from './failures.ts';

const doc = aFlow()
  .withTrigger('start')
  .withRecordFilter('kept', 'item > 1', 'trigger.body')
  .to('start', 'kept')
  .build();

/** A worker with one place, or none. */
function worker(given: { places: number }) {
  const clock = { nowMs: 0 };
  const records = memoryRecords({
    enter: () => Promise.resolve(given.places > 0 ? () => undefined : null),
    isWanted: () => true,
  });
  return { clock, drivers: { records, now: () => new Date(clock.nowMs) } };
}

describe('a group of steps over records that finds no place', () => {
  it('waits without a run’s slot, asks more rarely in time, and is no attempt', async () => {
    const given = { places: 0 };
    const { clock, drivers } = worker(given);
    let run = await advanceOnce(doc, { body: '[1,2,3]', drivers });
    expect(run.end).toMatchObject({ status: 'waiting', wakeAt: new Date(2_000) });
    expect(run.steps.get('kept')).toMatchObject({ status: 'waiting', attempts: [], error: { code: 'noPlace' } });
    for (const [nowMs, wakeMs] of [
      [40_000, 50_000],
      [1_000_000, 1_030_000],
    ] as const) {
      clock.nowMs = nowMs;
      run = await run.again();
      expect(run.end).toMatchObject({ status: 'waiting', wakeAt: new Date(wakeMs) });
    }
    clock.nowMs = 1_030_000;
    given.places = 1;
    run = await run.again();
    expect(run.end?.status).toBe('succeeded');
    expect(run.steps.get('kept')).toMatchObject({
      status: 'succeeded',
      attempts: [{ number: 1 }],
      records: { out: 2 },
    });
  });

  it('ends when its run is cancelled', async () => {
    const { drivers } = worker({ places: 0 });
    const run = await advanceOnce(doc, { body: '[1]', drivers, control: { cancel: AbortSignal.abort() } });
    expect(run.end?.status).toBe('cancelled');
  });
});

class Away extends Error {
  override readonly name = 'ConnectorError';
  readonly kind = 'transient';
  readonly effect = 'none';
  readonly retryAfterMs = 60_000;
}

/** Sends one batch to a target that is away for long. */
async function send(
  tally: RecordTally,
  isWanted: () => boolean,
  { stop = new AbortController(), writesByKey = true } = {},
) {
  const id = '019e2a8c-5a3e-7cc1-8f0a-2b7d5c1e9a44';
  let calls = 0;
  const sender = new BatchSender({
    run: { runId: RunId.parse(id), workspaceId: WorkspaceId.parse(id), fence: 1, effectRoot: RunId.parse(id) },
    drivers: { now: () => new Date(0), idempotencyKey: (_root, path) => path, mayStartEffects: () => true },
    control: { draining: () => false },
    batches: { load: () => Promise.resolve([]), mark: () => Promise.resolve(true) },
    writer: {
      type: 'batches',
      batchSize: 4,
      writesByKey,
      scrub: (value) => value,
      write: () => {
        calls += 1;
        return Promise.reject(new Away('Away.'));
      },
      close: () => Promise.resolve(),
    },
    path: 'save',
    label: 'Save',
    terms: { sideEffect: 'keyed', retry: { ...defaultRetry, maxAttempts: 3 }, onUnknown: 'hold' },
    leavesOut: false,
    tally,
    known: new Map(),
    admitted: () => Promise.resolve(null),
    isWanted,
    signal: stop.signal,
  });
  const thrown: unknown = await sender
    .send(
      (async function* () {
        yield [{ n: 1 }];
      })(),
    )
    .catch((cause: unknown) => cause);
  return { thrown, calls };
}

describe('a writer whose target asks for a long pause', () => {
  it('gives its place to those who need it, and its attempts count on', async () => {
    const tally = new RecordTally();
    for (const attempts of [1, 2]) {
      const { thrown, calls } = await send(tally, () => true);
      expect(thrown).toBeInstanceOf(Parked);
      expect(thrown).toMatchObject({ atMs: 60_000 });
      expect(calls).toBe(1);
      expect(tally.retried).toEqual({ batch: expect.stringMatching(/^0~/), attempts, sinceMs: 0 });
    }
    const last = await send(tally, () => true);
    expect(last.thrown).toBeInstanceOf(StepFailure);
    expect(last.calls).toBe(1);
  });

  it('waits with what it has read where nobody needs its place', async () => {
    const stop = new AbortController();
    let looks = 0;
    const isWanted = (): boolean => {
      looks += 1;
      if (looks === 2) stop.abort(new Error('seen enough'));
      return false;
    };
    const { thrown } = await send(new RecordTally(), isWanted, { stop });
    expect(thrown).toMatchObject({ message: 'seen enough' });
  });

  it('waits with what it has read where that must be the same when it is read again', async () => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(new Error('seen enough')), 300);
    const { thrown } = await send(new RecordTally(), () => true, { stop, writesByKey: false });
    clearTimeout(timer);
    expect(thrown).toMatchObject({ message: 'seen enough' });
  });
});
