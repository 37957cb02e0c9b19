// One run of a flow in memory, from its trigger `start`: advanced once, as far as a single worker gets in one go, or again.
import type { OperationManifest } from '@patchbay/model/connector';
import type { FlowDocument } from '@patchbay/model/flow';
import { ConnectionId, RunId } from '@patchbay/model/identity';
import type { CheckpointData, StepRecord } from '@patchbay/model/run';
import { advanceRun } from '../advance/advance-run.ts';
import type { AdvanceControl, AdvanceDrivers } from '../advance/advance-run.ts';
import type { ClaimedRun } from '../drivers/index.ts';
import { planFlow } from '../plan/index.ts';
import { MemoryBlobs } from './memory-blobs.ts';
import { MemoryRunStore } from './memory-run-store.ts';
import { MemoryWaitStore } from './memory-wait-store.ts';

const runId = RunId.parse('0192f3a0-0000-7000-8000-000000000001');
/** Every slot is bound to it. */
const connectionId = ConnectionId.parse('0192f3a0-0000-7000-8000-0000000000c1');

/** The run of an event as a store hands it out. `body`: JSON text. */
export const eventRun = (body: string): Omit<ClaimedRun, 'fence' | 'fresh'> =>
  ({
    runId,
    effectRoot: runId,
    workspaceId: 'w',
    environmentId: 'e',
    flowId: 'f',
    versionId: 'v',
    eventId: 'x',
    replayOf: null,
    mode: 'live',
    replyTo: null,
    crashes: 0,
    startedAt: new Date(0),
    cancelRequested: false,
    triggerId: 'start',
    contentType: 'application/json',
    meta: '{}',
    body: Buffer.from(body),
    blob: null,
  }) as unknown as Omit<ClaimedRun, 'fence' | 'fresh'>;

export interface AdvancedOnce {
  readonly end: MemoryRunStore['end'];
  /** The last record of each step. */
  readonly steps: ReadonlyMap<string, StepRecord>;
  readonly faults: readonly unknown[];
  /** The next worker goes on with it. */
  again(): Promise<AdvancedOnce>;
}

/** The clock stands still at 0 unless `drivers` bring another. */
export async function advanceOnce(
  doc: FlowDocument,
  {
    body = '{}',
    operation,
    drivers,
    before,
    crashes = 0,
    control = {},
    run = {},
    store = new MemoryRunStore({ ...eventRun(body), crashes, ...run }, new Map(), before),
  }: {
    body?: string;
    operation?: OperationManifest;
    drivers: Partial<AdvanceDrivers>;
    /** What a former worker has written. */
    before?: CheckpointData;
    /** How many workers the run has cost. */
    crashes?: number;
    control?: Partial<AdvanceControl>;
    /** What of the claimed run is not as `eventRun` has it. */
    run?: Partial<ClaimedRun>;
    /** In place of `body`, `before`, `crashes` and `run`. */
    store?: MemoryRunStore;
  },
): Promise<AdvancedOnce> {
  const plan = planFlow(doc, () => operation);
  const bindings = new Map(doc.slots.map(({ name }) => [name, connectionId]));
  const blobs = new MemoryBlobs();
  const faults: unknown[] = [];
  const all: AdvanceDrivers = {
    store,
    plans: {
      contextFor: () => Promise.resolve({ plan, bindings, variables: {} }),
      titlesOf: () => Promise.resolve(new Map(doc.nodes.map(({ id, label }) => [id, label]))),
    },
    operations: { call: () => Promise.reject(new Error('no operation here')) },
    code: { run: () => Promise.reject(new Error('no code here')) },
    waits: new MemoryWaitStore(() => new Date(0)),
    linkTo: () => 'https://patchbay.test/resume/x',
    readBlob: blobs.readBlob,
    putBlob: blobs.putBlob,
    now: () => new Date(0),
    mayStartEffects: () => true,
    idempotencyKey: (root, path) => `${root}|${path}`,
    onFault: (_run, fault) => faults.push(fault),
    ...drivers,
  };
  const advance = async (): Promise<AdvancedOnce> => {
    const calm: AdvanceControl = { cancel: new AbortController().signal, draining: () => false };
    await advanceRun(store.takeOver(), all, { ...calm, ...control });
    const steps = new Map(store.history.checkpoints.flatMap((one) => one.steps).map((step) => [step.path, step]));
    return { end: store.end, steps, faults, again: advance };
  };
  return advance();
}
