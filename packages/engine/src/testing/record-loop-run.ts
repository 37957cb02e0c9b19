// A flow whose loop over records sends each of them, advanced by as many workers as it takes.
import type { OperationManifest, SideEffect } from '@patchbay/model/connector';
import type { ForEachNode } from '@patchbay/model/flow';
import { aFlow } from '@patchbay/model/flow/testing';
import { RunId } from '@patchbay/model/identity';
import type { StepRecord } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import { advanceRun } from '../advance/advance-run.ts';
import type { AdvanceDrivers } from '../advance/advance-run.ts';
import type { OperationCall, OriginalHistory } from '../drivers/index.ts';
import { planFlow } from '../plan/index.ts';
import { aCall } from './a-call.ts';
import { eventRun } from './advance-once.ts';
import { MemoryBlobs } from './memory-blobs.ts';
import { memoryRecords, readerOf } from './memory-records.ts';
import { MemoryRunStore } from './memory-run-store.ts';
import type { Crash } from './memory-run-store.ts';
import { MemoryWaitStore } from './memory-wait-store.ts';

const originalId = RunId.parse('0192f3a0-0000-7000-8000-000000000009');

const sourceRead = aCall('read', { id: 'source.read', records: 'read' });
const targetSend = (sideEffect: SideEffect): OperationManifest =>
  aCall(sideEffect, {
    id: 'target.send',
    fields: [{ name: 'item', label: 'Item', control: 'json', required: false, dynamic: true } as never],
  });

function loop(given: Partial<ForEachNode>) {
  return aFlow()
    .withTrigger('start')
    .withAction('orders', { operation: 'source.read', records: { does: 'read' } })
    .withRecordFilter('some', 'item.n >= 0')
    .withForEach('loop', '', { records: {}, ...given })
    .withAction('send', { operation: 'target.send', input: { item: { mode: 'expression', expr: 'item' } } })
    .withMap('after', { all: 'steps.loop' })
    .to('start', 'orders')
    .to('orders', 'some')
    .to('some', 'loop')
    .to('loop', 'send', 'each')
    .to('loop', 'after')
    .build();
}

export interface Sent {
  readonly path: string;
  readonly item: Json;
}

/** Advances until the run has ended. Each reading of the source gives other records: `{ n, reading }`. */
export async function ran(
  given: Partial<ForEachNode>,
  {
    count = 7,
    crashes = new Map<number, Crash>(),
    answer = () => ({ ok: true }),
    pad = '',
    source,
    originals,
    blobs = new MemoryBlobs(),
    sideEffect = 'keyed',
    lose = () => false,
    cancel = () => false,
  }: {
    count?: number;
    crashes?: ReadonlyMap<number, Crash>;
    answer?: (call: OperationCall) => Json;
    pad?: string;
    source?: () => Json[];
    /** Of a replay of the same event. */
    originals?: readonly OriginalHistory[];
    blobs?: MemoryBlobs;
    sideEffect?: SideEffect;
    /** Whether the part that is read is lost. `worker`: counted from 0. */
    lose?: (sha256: string, worker: number) => boolean;
    /** Before which worker somebody cancels the run. */
    cancel?: (worker: number) => boolean;
  } = {},
) {
  const operations = new Map([sourceRead, targetSend(sideEffect)].map((operation) => [operation.id, operation]));
  const plan = planFlow(loop(given), (id) => operations.get(id));
  const run =
    originals === undefined ? eventRun('{}') : { ...eventRun('{}'), replayOf: originalId, effectRoot: originalId };
  const store = new MemoryRunStore(run, crashes, null, originals);
  let worker = 0;
  const sent: Sent[] = [];
  const doneTwice: string[] = [];
  const faults: unknown[] = [];
  let readings = 0;
  const isDone = (path: string): boolean =>
    store.history.checkpoints.some(({ steps }) => steps.some((one) => one.path === path && one.status === 'succeeded'));
  const drivers: AdvanceDrivers = {
    store,
    plans: {
      contextFor: () => Promise.resolve({ plan, bindings: new Map(), variables: {} }),
      titlesOf: () => Promise.resolve(new Map()),
    },
    operations: {
      call: (call) => {
        sent.push({ path: call.path, item: call.input['item'] ?? null });
        if (isDone(call.path)) doneTwice.push(call.path);
        return Promise.resolve().then(() => answer(call));
      },
    },
    code: { run: () => Promise.reject(new Error('not here')) },
    waits: new MemoryWaitStore(() => new Date(0)),
    linkTo: () => 'https://patchbay.test/resume/x',
    readBlob: (workspaceId, sha256) => blobs.readBlob(workspaceId, lose(sha256, worker) ? 'f'.repeat(64) : sha256),
    putBlob: blobs.putBlob,
    now: () => new Date(0),
    mayStartEffects: () => true,
    idempotencyKey: (root, path) => `${root}|${path}`,
    onFault: (_run, fault) => faults.push(fault),
    records: memoryRecords({
      read: () => {
        readings += 1;
        const reading = readings;
        const rows =
          source?.() ?? Array.from({ length: count }, (_, n) => ({ n, reading, ...(pad === '' ? {} : { pad }) }));
        return Promise.resolve(readerOf(rows));
      },
    }),
  };
  for (let workers = 0; workers < 20 && (store.end === null || store.end.status === 'waiting'); workers += 1) {
    worker = workers;
    store.cancelRequested ||= cancel(workers);
    await advanceRun(store.takeOver(), drivers, { cancel: new AbortController().signal, draining: () => false });
  }
  const steps = new Map<string, StepRecord>();
  for (const { steps: all } of store.history.checkpoints) for (const step of all) steps.set(step.path, step);
  return {
    end: store.end,
    steps,
    sent,
    doneTwice,
    faults,
    blobs,
    writes: store.writes,
    readings,
    original: store.asOriginal,
  };
}

export const readingOf = (item: Json): Json =>
  (Array.isArray(item) ? (item as { reading: Json }[])[0]?.reading : (item as { reading: Json }).reading) ?? null;
export const numbersOf = (item: Json): number[] =>
  (Array.isArray(item) ? item : [item]).map((one) => (one as { n: number }).n);

/** Thrown by a target that does not take a record. */
export class Refused extends Error {
  override readonly name = 'ConnectorError';
  readonly kind = 'invalidInput';
  readonly effect = 'none';
}
