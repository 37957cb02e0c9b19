// Outputs that a checkpoint does not hold: written before the record that names them, read by whoever goes on with the run.
import { aFlow } from '@patchbay/model/flow/testing';
import type { StepRecord } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { advanceOnce } from '../testing/advance-once.ts';
import { MemoryBlobs } from '../testing/memory-blobs.ts';
import { done, record } from '../testing/recorded.ts';
import { inlineBytesOf, withoutLargeOutput } from './large-outputs.ts';

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
