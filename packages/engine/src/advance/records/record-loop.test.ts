// A loop over records: once its first turn may have had an effect its records are fixed, whoever goes on and whatever the source gives by
// then; a crash at any write repeats no turn that is done and loses none.
import type { OperationManifest } from '@patchbay/model/connector';
import { mostRecordTurns } from '@patchbay/model/flow';
import type { ForEachNode } from '@patchbay/model/flow';
import { aFlow } from '@patchbay/model/flow/testing';
import type { StepRecord } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { OperationCall } from '../../drivers/index.ts';
import { planFlow } from '../../plan/index.ts';
import { RecordTally } from '../../records/record-tally.ts';
import { chunked } from '../../records/testing/run-steps.ts';
import { eventRun } from '../../testing/advance-once.ts';
import { MemoryBlobs } from '../../testing/memory-blobs.ts';
import { MemoryRunStore } from '../../testing/memory-run-store.ts';
import type { Crash } from '../../testing/memory-run-store.ts';
import { MemoryWaitStore } from '../../testing/memory-wait-store.ts';
import { advanceRun } from '../advance-run.ts';
import type { AdvanceDrivers } from '../advance-run.ts';
import { keepTurns } from './keep-turns.ts';

const operation = (id: string, given: Partial<OperationManifest>): OperationManifest => ({
  id,
  kind: 'action',
  name: id,
  description: id,
  icon: 'box',
  connection: 'none',
  fields: [],
  samples: [],
  sideEffect: { cases: [], otherwise: 'keyed' },
  output: {},
  ...given,
});
const operations: Readonly<Record<string, OperationManifest>> = {
  'source.read': operation('source.read', { records: 'read', sideEffect: { cases: [], otherwise: 'read' } }),
  'target.send': operation('target.send', {
    fields: [{ name: 'item', label: 'Item', control: 'json', required: false, dynamic: true } as never],
  }),
};

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

interface Sent {
  readonly path: string;
  readonly item: Json;
}

/** Advances until the run has ended. Each reading of the source gives other records: `{ n, reading }`. */
async function ran(
  given: Partial<ForEachNode>,
  {
    count = 7,
    crashes = new Map<number, Crash>(),
    answer = () => ({ ok: true }),
    pad = '',
  }: {
    count?: number;
    crashes?: ReadonlyMap<number, Crash>;
    answer?: (call: OperationCall) => Json;
    pad?: string;
  } = {},
) {
  const plan = planFlow(loop(given), (id) => operations[id]);
  const store = new MemoryRunStore(eventRun('{}'), crashes);
  const blobs = new MemoryBlobs();
  const sent: Sent[] = [];
  const doneTwice: string[] = [];
  const faults: unknown[] = [];
  let readings = 0;
  const notHere = (): Promise<never> => Promise.reject(new Error('not here'));
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
    code: { run: notHere },
    waits: new MemoryWaitStore(() => new Date(0)),
    linkTo: () => 'https://patchbay.test/resume/x',
    readBlob: blobs.readBlob,
    putBlob: blobs.putBlob,
    now: () => new Date(0),
    mayStartEffects: () => true,
    idempotencyKey: (root, path) => `${root}|${path}`,
    onFault: (_run, fault) => faults.push(fault),
    records: {
      read: () => {
        readings += 1;
        const reading = readings;
        const rows = Array.from({ length: count }, (_, n) => ({ n, reading, ...(pad === '' ? {} : { pad }) }));
        return Promise.resolve({
          rows: chunked(rows, 3),
          scrub: (value: Json) => value,
          close: () => Promise.resolve(),
        });
      },
      write: notHere,
      batches: { load: () => Promise.resolve([]), mark: () => Promise.resolve(true) },
      putFile: notHere,
      openBlob: notHere,
      spillFolder: tmpdir(),
      memoryBytes: 1_000_000,
      enter: () => Promise.resolve(() => undefined),
      isWanted: () => false,
    },
  };
  for (let workers = 0; workers < 20 && (store.end === null || store.end.status === 'waiting'); workers += 1) {
    await advanceRun(store.takeOver(), drivers, { cancel: new AbortController().signal, draining: () => false });
  }
  const steps = new Map<string, StepRecord>();
  for (const { steps: all } of store.history.checkpoints) for (const step of all) steps.set(step.path, step);
  return { end: store.end, steps, sent, doneTwice, faults, blobs, writes: store.writes, readings };
}

const readingOf = (item: Json): Json =>
  (Array.isArray(item) ? (item as { reading: Json }[])[0]?.reading : (item as { reading: Json }).reading) ?? null;
const numbersOf = (item: Json): number[] =>
  (Array.isArray(item) ? item : [item]).map((one) => (one as { n: number }).n);

describe('a loop over records', () => {
  it('gives each turn one record, in their order, and hands on what the turns gave', async () => {
    const { end, steps, sent, faults } = await ran({}, { answer: ({ input }) => (input['item'] as { n: Json }).n });
    expect(faults).toEqual([]);
    expect(end?.status).toBe('succeeded');
    expect(sent.map(({ path, item }) => [path, numbersOf(item)])).toEqual(
      Array.from({ length: 7 }, (_, n) => [`loop[${n}]/send`, [n]]),
    );
    expect(steps.get('loop')).toMatchObject({
      status: 'succeeded',
      turns: { count: 7, failed: 0 },
      records: { in: 7, out: 7, failed: 0 },
      output: [0, 1, 2, 3, 4, 5, 6],
    });
    expect(steps.get('loop')?.input).toBeUndefined();
    expect(steps.get('after')?.output).toEqual({ all: [0, 1, 2, 3, 4, 5, 6] });
  });

  it('gives a turn a list of so many records, the last one of the rest', async () => {
    const { sent } = await ran({ batchSize: 3 });
    expect(sent.map(({ item }) => numbersOf(item))).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
  });

  it('does nothing where no record comes', async () => {
    const { end, steps, sent } = await ran({}, { count: 0 });
    expect(end?.status).toBe('succeeded');
    expect(sent).toEqual([]);
    expect(steps.get('loop')).toMatchObject({ status: 'succeeded', output: [], turns: { count: 0 } });
  });

  it.each([
    ['one by one', {}],
    ['three at a time', { concurrency: 3 }],
    ['in batches, two at a time', { batchSize: 2, concurrency: 2 }],
  ] as const)(
    'repeats no turn that is done and loses none, whichever write a worker dies at: %s',
    async (_how, given) => {
      const { writes } = await ran(given);
      expect(writes).toBeGreaterThan(3);
      for (let at = 1; at <= writes; at += 1) {
        for (const crash of ['before', 'after'] as const) {
          const { end, sent, doneTwice, faults, readings } = await ran(given, { crashes: new Map([[at, crash]]) });
          expect(faults).toEqual([]);
          expect(end?.status).toBe('succeeded');
          expect(doneTwice).toEqual([]);
          // All turns got records of one reading, and a turn that was called again the same ones under its key.
          expect(new Set(sent.map(({ item }) => readingOf(item))).size).toBe(1);
          expect(readings).toBeLessThanOrEqual(2);
          const items = new Map(sent.map(({ path, item }) => [path, JSON.stringify(item)]));
          for (const { path, item } of sent) expect(items.get(path)).toBe(JSON.stringify(item));
          const numbers = [...items.values()].flatMap((text) => numbersOf(JSON.parse(text) as Json));
          expect(numbers.toSorted((one, other) => one - other)).toEqual([0, 1, 2, 3, 4, 5, 6]);
          expect(sent.length).toBeLessThanOrEqual(items.size + ('concurrency' in given ? given.concurrency : 1));
        }
      }
    },
  );

  const failsAtTwo = ({ input }: OperationCall): Json => {
    if (numbersOf(input['item'] ?? null).includes(2)) throw new Refused('No.');
    return 'sent';
  };

  it('collects turns that failed with their records, also where the worker dies before the end', async () => {
    const { writes } = await ran({ onFailure: 'collect' }, { answer: failsAtTwo });
    for (let at = 1; at <= writes; at += 1) {
      const { steps } = await ran({ onFailure: 'collect' }, { answer: failsAtTwo, crashes: new Map([[at, 'after']]) });
      expect(steps.get('loop')?.output).toMatchObject({
        done: Array(6).fill('sent'),
        failed: [{ index: 2, item: { n: 2 }, error: { code: 'invalidInput' } }],
      });
    }
    const stopped = await ran({}, { answer: failsAtTwo });
    expect(stopped.end?.status).toBe('failed');
    expect(stopped.sent).toHaveLength(3);
    expect(stopped.steps.get('loop')).toMatchObject({ status: 'failed', turns: { count: 7, failed: 1 } });
    const skipped = await ran({ onFailure: 'skip' }, { answer: failsAtTwo });
    expect(skipped.steps.get('loop')?.output).toEqual(Array(6).fill('sent'));
  });

  it('keeps the items of the first hundred turns that failed where the others are left out: they are for people alone', async () => {
    const answer = (): Json => {
      throw new Refused('No.');
    };
    const skipped = await ran({ onFailure: 'skip' }, { count: 120, answer });
    expect(skipped.steps.get('loop')).toMatchObject({ status: 'succeeded', output: [], turns: { failed: 120 } });
    expect(skipped.steps.get('loop[99]')?.input).toMatchObject({ n: 99 });
    expect(skipped.steps.get('loop[100]')).toMatchObject({ status: 'failed' });
    expect(skipped.steps.get('loop[100]')?.input).toBeUndefined();
    const collected = await ran({ onFailure: 'collect' }, { count: 120, answer });
    expect(collected.steps.get('loop[119]')?.input).toMatchObject({ n: 119 });
  });

  it('reads a part of its records when their turns come, once each', async () => {
    const { sent, blobs } = await ran({}, { count: 40, pad: 'x'.repeat(200_000) });
    expect(sent.map(({ item }) => numbersOf(item)[0])).toEqual(Array.from({ length: 40 }, (_, n) => n));
    const parts = new Set(blobs.read);
    expect(parts.size).toBeGreaterThan(5);
    expect(blobs.read).toHaveLength(parts.size);
  });
});

class Refused extends Error {
  override readonly name = 'ConnectorError';
  readonly kind = 'invalidInput';
  readonly effect = 'none';
}

describe('keepTurns', () => {
  const put = () => Promise.resolve({ sha256: 'x', sizeBytes: 1 });
  const kept = (count: number, batchSize: number | null, size = 0) =>
    keepTurns(
      chunked(
        Array.from({ length: count }, () => 'x'.repeat(size)),
        1_000,
      ),
      {
        batchSize,
        put,
        tally: new RecordTally(),
      },
    );

  it('says in words that there are too many turns, or too much in one', async () => {
    expect(await kept(mostRecordTurns, null)).toMatchObject({ count: mostRecordTurns });
    await expect(kept(mostRecordTurns + 1, null)).rejects.toMatchObject({ error: { code: 'tooManyTurns' } });
    expect(await kept(mostRecordTurns + 1, 10)).toMatchObject({ count: mostRecordTurns / 10 + 1 });
    await expect(kept(40, 100, 1_000_000)).rejects.toMatchObject({ error: { code: 'tooLargeTurn' } });
  });
});
