import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { beginningOf } from './beginning.ts';

/** Parts of ten bytes, counted as they are asked for. */
function counted(parts: number): { readonly stream: Readable; readonly taken: () => number } {
  let taken = 0;
  const stream = new Readable({
    highWaterMark: 10,
    read() {
      taken += 1;
      this.push(taken > parts ? null : Buffer.alloc(10, 97));
    },
  });
  return { stream, taken: () => taken };
}

test('no more is read than is shown, and the stream is closed', async () => {
  const { stream, taken } = counted(1_000_000);
  expect((await beginningOf(stream, 25)).toString()).toBe('a'.repeat(25));
  expect(taken()).toBeLessThan(10);
  expect(stream.destroyed).toBe(true);
});

test('what is shorter comes whole', async () => {
  expect(await beginningOf(counted(2).stream, 25)).toHaveLength(20);
  expect(await beginningOf(counted(0).stream, 25)).toHaveLength(0);
});
