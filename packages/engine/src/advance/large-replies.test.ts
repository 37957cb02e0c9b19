// What a flow answers with, and with what its steps are undone, where that is too large for a checkpoint.
import { aFlow } from '@patchbay/model/flow/testing';
import { AppError } from '@patchbay/model/errors';
import { openReply } from '@patchbay/model/run';
import { expect, test } from 'vitest';
import { aCall } from '../testing/a-call.ts';
import { advanceOnce, eventRun } from '../testing/advance-once.ts';
import { MemoryBlobs } from '../testing/memory-blobs.ts';
import { MemoryCallStore } from '../testing/memory-call-store.ts';
import { MemoryRunStore } from '../testing/memory-run-store.ts';
import { FlowId, FlowVersionId } from '@patchbay/model/identity';

const text = 'x'.repeat(70_000);
const body = JSON.stringify({ text });

const answering = aFlow()
  .withTrigger('start')
  .withRespond('answer', 'trigger.body')
  .withAction('call')
  .to('start', 'answer')
  .to('answer', 'call')
  .build();
const operation = aCall('keyed');
const operations = { call: () => Promise.resolve(null) };
const driversOf = ({ readBlob, putBlob }: MemoryBlobs) => ({ readBlob, putBlob });

test('a large reply is told in full, and stands in the blob store with its name in the checkpoint', async () => {
  const blobs = new MemoryBlobs();
  const store = new MemoryRunStore(eventRun(body), new Map());
  const { end } = await advanceOnce(answering, { operation, store, drivers: { ...driversOf(blobs), operations } });
  expect(end?.status).toBe('succeeded');
  const [told] = store.replies;
  expect(told).toEqual({ status: 200, headers: {}, body: { text } });
  const [first] = store.history.checkpoints;
  expect(Buffer.byteLength(JSON.stringify(store.history.checkpoints))).toBeLessThan(10_000);
  expect(first?.reply).toMatchObject({ status: 200, kept: { sizeBytes: Buffer.byteLength(JSON.stringify(told)) } });
  if (first?.reply === undefined) throw new Error('there is no reply');
  expect(await openReply(first.reply, (name) => blobs.readBlob('w', name))).toEqual(told);
  // The step that gave it names the same content.
  expect([...blobs.content.keys()]).toHaveLength(1);
});

test.each(['before', 'after'] as const)(
  'a worker that dies %s the commit of a large reply leaves one answer, whoever goes on',
  async (crash) => {
    const blobs = new MemoryBlobs();
    const store = new MemoryRunStore(eventRun(body), new Map([[1, crash]]));
    const first = await advanceOnce(answering, { operation, store, drivers: { ...driversOf(blobs), operations } });
    expect(blobs.content.size).toBe(1);
    const { end } = await first.again();
    expect(end?.status).toBe('succeeded');
    expect(store.replies).toEqual([{ status: 200, headers: {}, body: { text } }]);
    expect(store.history.checkpoints.filter(({ reply }) => reply !== undefined)).toHaveLength(1);
    expect(blobs.content.size).toBe(1);
  },
);

const called = {
  flowId: FlowId.parse('0192f3a0-0000-7000-8000-0000000000f1'),
  version: 1,
  versionId: FlowVersionId.parse('0192f3a0-0000-7000-8000-0000000000f2'),
};

test('a flow that is called may answer with much', async () => {
  const blobs = new MemoryBlobs();
  const content = Buffer.from(JSON.stringify({ status: 200, headers: {}, body: { text } }));
  const kept = await blobs.putBlob('w', content);
  const calls = new MemoryCallStore(
    () => new Date(0),
    () => 0,
  );
  const look = async (key: Parameters<typeof calls.look>[0]) => {
    const state = await calls.look(key);
    return state && { ...state, end: { status: 'succeeded' as const, output: null, reply: { status: 200, kept } } };
  };
  const driver = { start: calls.start.bind(calls), end: calls.end.bind(calls), look };
  const doc = aFlow()
    .withTrigger('start')
    .withSubflow('call', called, '{ n: 1 }')
    .withMap('map', { length: 'LEN(steps.call.text)' })
    .to('start', 'call')
    .to('call', 'map')
    .build();
  const { steps } = await advanceOnce(doc, { drivers: { ...driversOf(blobs), calls: driver } });
  expect(steps.get('map')?.output).toEqual({ length: 70_000 });
});

const undoing = aFlow()
  .withTrigger('start')
  .withAction('book', {
    compensate: {
      operation: 'http.request',
      input: { undo: { mode: 'expression', expr: 'trigger.body.text' } },
    },
  })
  .withAction('refused')
  .to('start', 'book')
  .to('book', 'refused')
  .build();

/** What was asked of the target; the last call is refused for good. */
function target() {
  const asked: unknown[] = [];
  const call = ({ input, path }: { input: Record<string, unknown>; path: string }): Promise<null> => {
    asked.push([path, input['undo'] === text]);
    const refusal = Object.assign(new Error('No.'), { name: 'ConnectorError', kind: 'permanent', effect: 'none' });
    return path === 'refused' ? Promise.reject(refusal) : Promise.resolve(null);
  };
  return { asked, operations: { call } };
}

test('a step is undone with much: it stands beside the checkpoint, and whoever undoes the step reads it', async () => {
  const blobs = new MemoryBlobs();
  const { asked, operations: world } = target();
  const store = new MemoryRunStore(eventRun(body), new Map());
  const made = await advanceOnce(undoing, { operation, store, drivers: { ...driversOf(blobs), operations: world } });
  const record = store.history.checkpoints.flatMap(({ steps }) => steps).find(({ path }) => path === 'book');
  expect(record?.undo).toMatchObject({ inputRef: { sizeBytes: JSON.stringify(text).length + '{"undo":}'.length } });
  // Once it is to be undone the run is claimed anew, and knows what is stored.
  expect(made.end).toMatchObject({ status: 'failed', deadLetter: null });
  expect(asked.at(-1)).toEqual(['book:c', true]);
  expect(made.steps.get('book')).toMatchObject({
    status: 'compensated',
    undo: { inputRef: expect.anything() as unknown },
  });
});

test('what a step is undone with is lost: that step is left to a person', async () => {
  const blobs = new MemoryBlobs();
  const { asked, operations: world } = target();
  const readBlob = () => Promise.reject(AppError.because('gone', 'It is lost.'));
  const { end } = await advanceOnce(undoing, {
    operation,
    body,
    drivers: { ...driversOf(blobs), readBlob, operations: world },
  });
  expect(end?.deadLetter).toMatchObject({ kind: 'undo', remaining: [{ path: 'book', why: 'It is lost.' }] });
  expect(asked.map((one) => (one as unknown[])[0])).not.toContain('book:c');
});
