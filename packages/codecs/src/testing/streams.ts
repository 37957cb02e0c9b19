// What the tests of every format need: bytes in chunks, everything of a stream, the error that must come.
import type { Row } from '../codec/codec.ts';
import { CodecError } from '../codec-error.ts';

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Latin text in UTF-16, without a byte order mark. */
export function utf16(text: string, order: 'le' | 'be'): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < text.length; at += 1) view.setUint16(at * 2, text.charCodeAt(at), order === 'le');
  return bytes;
}

export function* chunked(bytes: Uint8Array, size: number): Iterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** The input cut in two at each place, the places near both ends first; at most `most` of them. */
export function* cutInTwo(bytes: Uint8Array, most = 400): Iterable<Uint8Array[]> {
  const step = Math.max(1, Math.ceil(bytes.length / most));
  for (let at = 0; at <= bytes.length; at += step) yield [bytes.subarray(0, at), bytes.subarray(at)];
}

export async function rowsOf(batches: AsyncIterable<Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of batches) rows.push(...batch);
  return rows;
}

export async function bytesIn(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export const textIn = async (chunks: AsyncIterable<Uint8Array>): Promise<string> =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(await bytesIn(chunks));

export function failure(run: () => unknown): CodecError {
  try {
    run();
  } catch (cause) {
    if (cause instanceof CodecError) return cause;
    throw cause;
  }
  throw new Error('no error came');
}

export async function failureOf(work: Promise<unknown>): Promise<CodecError> {
  try {
    await work;
  } catch (cause) {
    if (cause instanceof CodecError) return cause;
    throw cause;
  }
  throw new Error('no error came');
}
