import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readFrames, writeFrame } from './frames.ts';
import type { Frame } from './frames.ts';

function written(...frames: [unknown, string | null][]): Buffer {
  const pipe = new PassThrough();
  for (const [header, body] of frames) writeFrame(pipe, header, body);
  return pipe.read() as Buffer;
}

async function read(
  bytes: Buffer,
  pieceBytes: number,
  maxBodyBytes = 100,
): Promise<{ frames: Frame[]; refused: number }> {
  const pipe = new PassThrough();
  const frames: Frame[] = [];
  let refused = 0;
  readFrames(pipe, { maxBodyBytes, take: (frame) => frames.push(frame), refuse: () => (refused += 1) });
  for (let at = 0; at < bytes.length; at += pieceBytes) pipe.write(bytes.subarray(at, at + pieceBytes));
  pipe.end();
  await new Promise((resolve) => {
    pipe.once('end', resolve);
  });
  return { frames, refused };
}

describe('frames', () => {
  it.each([1, 3, 7, 1_000])('are read whole from pieces of %i bytes', async (pieceBytes) => {
    const bytes = written([{ at: 1 }, 'øy'], [{ at: 2 }, null], [{ at: 3 }, 'x'.repeat(50)]);
    const { frames, refused } = await read(bytes, pieceBytes);
    expect(frames.map(({ header, body }) => [header, body.toString()])).toEqual([
      [{ at: 1 }, 'øy'],
      [{ at: 2 }, ''],
      [{ at: 3 }, 'x'.repeat(50)],
    ]);
    expect(refused).toBe(0);
  });

  it('are refused once when they are too long or no JSON, and nothing after them is read', async () => {
    const long = await read(written([{ at: 1 }, 'x'.repeat(101)], [{ at: 2 }, null]), 9);
    expect(long).toEqual({ frames: [], refused: 1 });
    const garbled = written([{ at: 1 }, null]);
    garbled[8] = 0;
    expect(await read(Buffer.concat([garbled, garbled]), 1_000)).toEqual({ frames: [], refused: 1 });
  });
});
