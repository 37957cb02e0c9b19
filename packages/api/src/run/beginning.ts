// What is kept apart is shown by its beginning: no more of it is read than that.
import type { Readable } from 'node:stream';

/** At most the first `limit` bytes; the stream is closed. */
export async function beginningOf(content: Readable, limit: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of content) {
    parts.push(part as Buffer);
    size += (part as Buffer).length;
    if (size >= limit) break;
  }
  return Buffer.concat(parts).subarray(0, limit);
}
