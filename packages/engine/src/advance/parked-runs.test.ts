import { NodeId } from '@patchbay/model/flow';
import type { FlowDocument } from '@patchbay/model/flow';
import { aFlow } from '@patchbay/model/flow/testing';
import { FlowId, FlowVersionId, RunId } from '@patchbay/model/identity';
import type { CheckpointData, StepRecord } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import { describe, expect, test } from 'vitest';
import type { CallDriver, CallState, RunStore } from '../drivers/index.ts';
import { EventBody, planFlow } from '../plan/index.ts';
import { aCall } from '../testing/a-call.ts';
import { eventRun } from '../testing/advance-once.ts';
import { MemoryBlobs } from '../testing/memory-blobs.ts';
import { MemoryRunStore } from '../testing/memory-run-store.ts';
import type { Crash } from '../testing/memory-run-store.ts';
import { MemoryWaitStore } from '../testing/memory-wait-store.ts';
import { advanceRun } from './advance-run.ts';
import type { AdvanceDrivers } from './advance-run.ts';
import { ParkedRuns } from './parked-runs.ts';
import { RunJournal } from './run-journal.ts';

const call = {
  flowId: FlowId.parse('0192f3a0-0000-7000-8000-0000000000f1'),
  version: 1,
  versionId: FlowVersionId.parse('0192f3a0-0000-7000-8000-0000000000f2'),
  contract: { name: 'Called' },
};
const loop = aFlow()
  .withTrigger('start')
  .withForEach('loop', 'trigger.body')
  .withSubflow('pay', call, '{ n: item }')
  .withMap('after', { all: 'steps.loop' })
  .to('start', 'loop')
  .to('loop', 'pay', 'each')
  .to('loop', 'after')
  .build();

/** Runs of the other flow end while they are waited for. */
class Calls implements CallDriver {
  readonly #made = new Map<string, { readonly state: CallState; looks: number }>();

  start({ path, input }: Parameters<CallDriver['start']>[0]): Promise<void> {
    const runId = RunId.parse('0192f3a0-0000-7000-8000-0000000000c1');
    const end = { status: 'succeeded' as const, output: input };
    this.#made.set(path, { state: { runId, dueAt: new Date(1e12), isOver: false, end }, looks: 0 });
    return Promise.resolve();
  }

  look({ path }: { path: string }): Promise<CallState | null> {
    const made = this.#made.get(path);
    if (made === undefined) return Promise.resolve(null);
    made.looks += 1;
    return Promise.resolve(made.looks === 1 ? { ...made.state, end: null } : made.state);
  }

  end(): Promise<void> {
    return Promise.resolve();
  }
}

interface Begun {
  readonly doc: FlowDocument;
  readonly body: Json;
  readonly crashes?: ReadonlyMap<number, Crash>;
  readonly operations?: AdvanceDrivers['operations'];
}

const noOperation = { call: () => Promise.reject(new Error('no operation here')) };

function begin({ doc, body, crashes = new Map(), operations = noOperation }: Begun) {
  const plan = planFlow(doc, () => aCall('unsafe'));
  const store = new MemoryRunStore(eventRun(JSON.stringify(body)), crashes);
  const drivers: AdvanceDrivers = {
    store,
    plans: {
      contextFor: () => Promise.resolve({ plan, bindings: new Map(), variables: {} }),
      titlesOf: () => Promise.resolve(new Map()),
    },
    operations,
    code: { run: () => Promise.reject(new Error('no code here')) },
    waits: new MemoryWaitStore(() => new Date(0)),
    calls: new Calls(),
    linkTo: () => '',
    readBlob: () => Promise.reject(new Error('no blob')),
    putBlob: () => Promise.reject(new Error('no blob')),
    now: () => new Date(0),
    mayStartEffects: () => true,
    idempotencyKey: (root, path) => `${root}|${path}`,
    onFault: (_run, fault) => {
      throw fault;
    },
  };
  const wake = (parked: ParkedRuns | undefined): Promise<void> => {
    const control = { cancel: new AbortController().signal, draining: () => false };
    return advanceRun(store.takeOver(), parked === undefined ? drivers : { ...drivers, parked }, control);
  };
  const lastOf = (wanted: string): StepRecord | undefined =>
    store.history.checkpoints.flatMap(({ steps }) => steps).findLast(({ path }) => path === wanted);
  return { store, wake, lastOf };
}

interface Loop {
  readonly items: number;
  readonly memories: readonly ParkedRuns[];
}

/** How many checkpoints were read until the loop had ended, and what it gave. */
async function runLoop({
  items,
  memories,
}: Loop): Promise<{ read: number; wakeUps: number; output: Json | undefined }> {
  const { store, wake, lastOf } = begin({ doc: loop, body: Array.from({ length: items }, (_, n) => n) });
  let wakeUps = 0;
  for (; store.end === null || store.end.status === 'waiting'; wakeUps += 1) {
    await wake(memories[wakeUps % memories.length]);
  }
  return { read: store.read, wakeUps, output: lastOf('after')?.output };
}

const all = (items: number): Json => ({ all: Array.from({ length: items }, (_, n) => ({ n })) });

describe('a loop that is parked at each call', () => {
  test('reads what it did once where it goes on in the same process', async () => {
    const { read, wakeUps, output } = await runLoop({ items: 200, memories: [new ParkedRuns()] });
    expect(output).toEqual(all(200));
    expect(wakeUps).toBeGreaterThan(200);
    expect(read).toBeLessThan(50);
  });

  test('reads it once in each process where it goes on by turns', async () => {
    const { read, output } = await runLoop({ items: 200, memories: [new ParkedRuns(), new ParkedRuns()] });
    expect(output).toEqual(all(200));
    expect(read).toBeLessThan(600);
  });

  test('gives the same where nothing is remembered', async () => {
    const { read, output } = await runLoop({ items: 200, memories: [] });
    expect(output).toEqual(all(200));
    expect(read).toBeGreaterThan(10_000);
  });
});

test('an effect that another worker began, and died with, is not begun again by one that remembers the run from before', async () => {
  const doc = aFlow()
    .withTrigger('start')
    .withSubflow('pay', call, '{}')
    .withAction('send', { input: {} })
    .to('start', 'pay')
    .to('pay', 'send')
    .build();
  const asked: string[] = [];
  const operations = {
    call: ({ idempotencyKey }: { readonly idempotencyKey: string }) => {
      asked.push(idempotencyKey);
      return Promise.resolve({});
    },
  };
  // The second write says that the effect starts; its worker dies right after it is stored.
  const { store, wake, lastOf } = begin({ doc, body: {}, operations, crashes: new Map([[2, 'after']]) });
  const memory = new ParkedRuns({ minCheckpoints: 0 });
  await wake(memory);
  expect(store.end?.status).toBe('waiting');
  await wake(undefined);
  expect([...store.history.started.keys()]).toEqual(['send']);
  await wake(memory);
  expect(asked).toEqual([]);
  expect(lastOf('send')?.status).toBe('unknown');
});

describe('what is remembered', () => {
  const id = (n: number): RunId => RunId.parse(`0192f3a0-0000-7000-8000-${String(n).padStart(12, '0')}`);
  const event = new EventBody({ meta: '{}', contentType: 'application/json', body: null });
  const writes = { progress: () => Promise.resolve(true), release: () => Promise.resolve(true) } as unknown as RunStore;
  const journal = (checkpoints: readonly CheckpointData[]): RunJournal => {
    const made = new RunJournal({ ...eventRun('[]'), fence: 1, fresh: false }, writes);
    made.load({ checkpoints, startedEffects: [], nextSeq: checkpoints.length });
    return made;
  };
  const long = Array.from({ length: 10 }, (): CheckpointData => ({ steps: [] }));

  test('is handed out once', () => {
    const parked = new ParkedRuns();
    const kept = { journal: journal(long), event, sizeBytes: 1 };
    parked.keep(id(1), kept);
    expect(parked.take(id(1))).toBe(kept);
    expect(parked.take(id(1))).toBeNull();
  });

  test('is no short history, and no more than there is room for: the oldest goes first', () => {
    const parked = new ParkedRuns({ maxBytes: 10 });
    parked.keep(id(1), { journal: journal([]), event, sizeBytes: 1 });
    expect(parked.take(id(1))).toBeNull();
    parked.keep(id(2), { journal: journal(long), event, sizeBytes: 11 });
    expect(parked.take(id(2))).toBeNull();
    for (const n of [3, 4, 5]) parked.keep(id(n), { journal: journal(long), event, sizeBytes: 4 });
    expect([3, 4, 5].map((n) => parked.take(id(n)) !== null)).toEqual([false, true, true]);
  });

  const step = {
    path: 'a',
    nodeId: NodeId.parse('a'),
    status: 'succeeded' as const,
    ports: ['out'],
    attempts: [],
    startedAt: '1970-01-01T00:00:00.000Z',
  };
  const text = 'x'.repeat(100_000);

  test('counts what its steps hold', () => {
    const made = journal([{ steps: [{ ...step, output: { text } }] }]);
    expect(made.sizeBytes).toBeGreaterThan(100_000);
    expect(made.sizeBytes).toBeLessThan(110_000);
  });

  test('counts what it read from elsewhere, once, and what the original of the run left', async () => {
    const blobs = new MemoryBlobs();
    const outputRef = await blobs.putBlob('w', Buffer.from(JSON.stringify({ text })));
    const outputs = {
      inlineBytes: 65_536,
      put: (content: Uint8Array) => blobs.putBlob('w', content),
      read: (sha256: string) => blobs.readBlob('w', sha256),
    };
    const made = new RunJournal({ ...eventRun('[]'), fence: 1, fresh: false }, writes, outputs);
    made.load({ checkpoints: [{ steps: [{ ...step, outputRef }] }], startedEffects: [], nextSeq: 1 });
    expect(made.sizeBytes).toBeLessThan(1_000);
    await made.readOutputs();
    await made.readOutputs();
    expect(made.sizeBytes).toBeGreaterThan(300_000);
    expect(made.sizeBytes).toBeLessThan(310_000);
    const steps = [
      { ...step, outputRef },
      { ...step, path: 'b', output: text },
    ];
    made.inherit([{ checkpoints: [{ steps }], startedEffects: [] }]);
    await made.readOutputs();
    expect(made.sizeBytes).toBeGreaterThan(700_000);
    expect(made.sizeBytes).toBeLessThan(710_000);
  });

  test('is no run that holds one value larger than all may be', () => {
    const parked = new ParkedRuns({ minCheckpoints: 0 });
    const made = journal([{ steps: [{ ...step, output: Array.from({ length: 400 }, () => text) }] }]);
    parked.keep(id(1), { journal: made, event, sizeBytes: made.sizeBytes });
    expect(parked.take(id(1))).toBeNull();
  });
});
