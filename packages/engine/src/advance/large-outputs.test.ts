// Outputs that a checkpoint does not hold: written before the record that names them, read by whoever goes on with the run.
import { aFlow } from '@patchbay/model/flow/testing';
import type { StepRecord } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { advanceOnce } from '../testing/advance-once.ts';
import { aCall } from '../testing/a-call.ts';
import { MemoryBlobs } from '../testing/memory-blobs.ts';
import { done, record } from '../testing/recorded.ts';
import { inlineBytesOf, lacksOutput, withOutput, withoutLargeOutput } from './large-outputs.ts';

const flow = aFlow()
  .withTrigger('start')
  .withMap('many', { list: 'trigger.body.list' })
  .withMap('most', { most: 'MAX(steps.many.list)' })
  .to('start', 'many')
  .to('many', 'most')
  .build();
const list = Array.from({ length: 20_000 }, (_, at) => at);

const put = async (output: Json): Promise<StepRecord> => {
  const blobs = new MemoryBlobs();
  const outputs = { inlineBytes: inlineBytesOf.live, put: (content: Uint8Array) => blobs.putBlob('w', content) };
  return withoutLargeOutput(record('a', 'succeeded', { output }), outputs);
};

describe('the output of a step', () => {
  it.each<[string, Json, boolean]>([
    ['of some letters', 'x'.repeat(60_000), false],
    ['of 64 KiB', 'x'.repeat(65_534), false],
    ['of one letter more', 'x'.repeat(65_535), true],
    ['of letters that take three bytes', '€'.repeat(30_000), true],
    ['of signs that are escaped', '\u0001'.repeat(12_000), true],
    ['of many numbers', list, true],
    ['of long names', { ['n'.repeat(70_000)]: 1 }, true],
    ['of nothing', null, false],
  ])('%s stands in the checkpoint or beside it', async (_what, output, isLarge) => {
    const stored = await put(output);
    const sizeBytes = Buffer.byteLength(JSON.stringify(output));
    if (isLarge) expect(stored).toMatchObject({ outputRef: { sizeBytes } });
    expect('output' in stored).toBe(!isLarge);
  });

  it('of a test run may be a list longer than a call may have arguments', async () => {
    const content = Array.from({ length: 400_000 }, () => '');
    const put = (bytes: Uint8Array) => new MemoryBlobs().putBlob('w', bytes);
    const stored = await withoutLargeOutput(record('a', 'succeeded', { output: content }), {
      inlineBytes: inlineBytesOf.test,
      put,
    });
    expect(stored).toMatchObject({ outputRef: { sizeBytes: 1_200_001 } });
  });

  it('that is large is read by the steps behind it, and named in the history', async () => {
    const blobs = new MemoryBlobs();
    const { steps, end } = await advanceOnce(flow, { body: JSON.stringify({ list }), drivers: blobs });
    expect(end?.status).toBe('succeeded');
    const many = steps.get('many');
    expect(many).not.toHaveProperty('output');
    expect(JSON.parse(Buffer.from(blobs.content.get(many?.outputRef?.sha256 ?? '') ?? '').toString())).toEqual({
      list,
    });
    expect(steps.get('most')?.output).toEqual({ most: 19_999 });
    expect(blobs.read).toEqual([]);
  });

  it('is read once by the worker that goes on, and not at all when nothing is left to do', async () => {
    const blobs = new MemoryBlobs();
    const outputRef = await blobs.putBlob('w', Buffer.from(JSON.stringify({ list })));
    const before = [done('start'), { ...done('many'), outputRef }];
    const { steps } = await advanceOnce(flow, { before: { steps: before }, drivers: blobs });
    expect(steps.get('most')?.output).toEqual({ most: 19_999 });
    expect(blobs.read).toEqual([outputRef.sha256]);

    blobs.read.length = 0;
    const { end } = await advanceOnce(flow, { before: { steps: [...before, done('most')] }, drivers: blobs });
    expect(end?.status).toBe('succeeded');
    expect(blobs.read).toEqual([]);
  });

  it('that is lost fails the run and says so', async () => {
    const outputRef = { sha256: 'f'.repeat(64), sizeBytes: 100_000 };
    const before = [done('start'), { ...done('many'), outputRef }];
    const { end, faults } = await advanceOnce(flow, { before: { steps: before }, drivers: new MemoryBlobs() });
    expect(end?.status).toBe('failed');
    expect(faults).toHaveLength(1);
  });
});

describe('the input of a step', () => {
  const text = 'x'.repeat(100_000);
  const doc = aFlow()
    .withTrigger('start')
    .withAction('send', { input: { text: { mode: 'expression', expr: 'trigger.body.text' } } })
    .to('start', 'send')
    .build();

  it.each<[string, string, () => Promise<Json>]>([
    ['of one that succeeded', 'succeeded', () => Promise.resolve({ ok: true })],
    ['of one that failed', 'failed', () => Promise.reject(new Error('away'))],
  ])('that is large is named in the history, %s', async (_, status, call) => {
    const blobs = new MemoryBlobs();
    const { readBlob, putBlob } = blobs;
    const drivers = { readBlob, putBlob, operations: { call } };
    const { steps } = await advanceOnce(doc, { body: JSON.stringify({ text }), operation: aCall('keyed'), drivers });
    const send = steps.get('send');
    expect(send?.status).toBe(status);
    expect(send).not.toHaveProperty('input');
    expect(JSON.parse(Buffer.from(blobs.content.get(send?.inputRef?.sha256 ?? '') ?? '').toString())).toEqual({ text });
  });

  it('of a call that is under way is read back, as the call may have to be made', async () => {
    const blobs = new MemoryBlobs();
    const waiting = record('call', 'waiting', {
      input: { text },
      waits: { kind: 'subflow', since: '1970-01-01T00:00:00.000Z' } as StepRecord['waits'],
    });
    const outputs = { inlineBytes: 65_536, put: (content: Uint8Array) => blobs.putBlob('w', content) };
    const stored = await withoutLargeOutput(waiting, outputs);
    expect(stored).not.toHaveProperty('input');
    expect(lacksOutput(stored)).toBe(true);
    const read = await withOutput(stored, { read: (sha256) => blobs.readBlob('w', sha256) });
    expect(read).toMatchObject({ input: { text } });
    expect(lacksOutput({ ...stored, status: 'succeeded' })).toBe(false);
  });
});

describe('the list of a loop', () => {
  const looped = aFlow()
    .withTrigger('start')
    .withForEach('loop', 'trigger.body.list', { concurrency: 100 })
    .withMap('twice', { twice: 'item.n * 2' })
    .to('start', 'loop')
    .to('loop', 'twice', 'each')
    .build();
  const items = Array.from({ length: 900 }, (_, n) => ({ n, note: 'x'.repeat(100) }));
  const body = JSON.stringify({ list: items });
  const doubled = items.map(({ n }) => ({ twice: n * 2 }));

  it('that is large stands beside the checkpoints, which stay small, and is named in the history', async () => {
    const blobs = new MemoryBlobs();
    const { steps, end } = await advanceOnce(looped, { body, drivers: blobs });
    expect(end?.status).toBe('succeeded');
    const loop = steps.get('loop');
    expect(loop).toMatchObject({ turns: { count: 900, failed: 0 }, output: doubled });
    expect(loop).not.toHaveProperty('input');
    const content = blobs.content.get(loop?.inputRef?.sha256 ?? '');
    expect(JSON.parse(Buffer.from(content ?? '').toString())).toEqual(items);
    expect(blobs.read).toEqual([]);
  });

  it('is read by the worker that goes on in the middle, and not once the loop has ended', async () => {
    const blobs = new MemoryBlobs();
    const inputRef = await blobs.putBlob('w', Buffer.from(JSON.stringify(items)));
    const at = new Date(0).toISOString();
    const turns: StepRecord[] = items.slice(0, 500).map(({ n }) => ({
      ...done('loop'),
      path: `loop[${n}]`,
      output: { twice: n * 2 },
    }));
    const begun: StepRecord = {
      ...record('loop', 'started', { ports: [] }),
      startedAt: at,
      turns: { count: 900 },
      inputRef,
    };
    const before = [done('start'), begun, ...turns];
    const { steps, end } = await advanceOnce(looped, { body: '{}', before: { steps: before }, drivers: blobs });
    expect(end?.status).toBe('succeeded');
    expect(steps.get('loop')).toMatchObject({ turns: { count: 900, failed: 0 }, output: doubled, inputRef });
    expect(blobs.read).toEqual([inputRef.sha256]);

    blobs.read.length = 0;
    const ended = { ...done('loop'), turns: { count: 900, failed: 0 }, inputRef, output: doubled };
    await advanceOnce(looped, { before: { steps: [done('start'), ended] }, drivers: blobs });
    expect(blobs.read).toEqual([]);
  });

  it('that is small stays in the record', async () => {
    const { steps } = await advanceOnce(looped, {
      body: JSON.stringify({ list: [{ n: 1 }] }),
      drivers: new MemoryBlobs(),
    });
    expect(steps.get('loop')).toMatchObject({ input: [{ n: 1 }], output: [{ twice: 2 }] });
    expect(steps.get('loop')).not.toHaveProperty('inputRef');
  });

  it('that is lost fails the run and says so', async () => {
    const begun: StepRecord = {
      ...record('loop', 'started', { ports: [] }),
      turns: { count: 2 },
      inputRef: { sha256: 'f'.repeat(64), sizeBytes: 100_000 },
    };
    const { end, faults } = await advanceOnce(looped, {
      before: { steps: [done('start'), begun] },
      drivers: new MemoryBlobs(),
    });
    expect(end?.status).toBe('failed');
    expect(faults).toHaveLength(1);
  });
});
