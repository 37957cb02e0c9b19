// Decodes a compressed answer as it streams, so that a bomb ends as an error before its memory is taken.
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Transform } from 'node:stream';
import { ConnectorError } from '../connector-error.ts';

/** Text rarely shrinks below 1:30; beyond 1:200 (after the first megabyte) it is a bomb. */
const mostRatio = 200;
const ratioFreeBytes = 1_048_576;

export const acceptedEncodings = 'gzip, deflate, br';

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

export const tooLarge = (maxBytes: number): ConnectorError =>
  new ConnectorError('permanent', `The answer is larger than the limit of ${maxBytes} bytes.`, {
    effect: 'unknown',
    next: 'Ask for less (a filter, a page), or raise the limit of this node.',
  });

const undecodable = (encoding: string, cause?: unknown): ConnectorError =>
  new ConnectorError('permanent', `The answer's content encoding "${encoding}" cannot be decoded.`, {
    effect: 'unknown',
    next: 'Tell whoever runs the service: the body does not match its Content-Encoding.',
    cause,
  });

/** Undefined where nothing is to be decoded; several encodings in a row are refused. @throws ConnectorError */
export function decoderOf(encoding: string): Transform | undefined {
  const name = encoding.trim().toLowerCase();
  if (name === '' || name === 'identity') return undefined;
  const create = Object.hasOwn(decoders, name) ? decoders[name] : undefined;
  if (create === undefined) throw undecodable(encoding);
  return create();
}

/** `encoding` is the Content-Encoding header; several encodings in a row are refused. */
export function decodeBody(raw: Buffer, encoding: string, maxBytes: number): Promise<Buffer> {
  const name = encoding.trim().toLowerCase();
  if (name === '' || name === 'identity' || raw.length === 0) return Promise.resolve(raw);
  const create = Object.hasOwn(decoders, name) ? decoders[name] : undefined;
  if (create === undefined) return Promise.reject(undecodable(encoding));
  return new Promise((resolve, reject) => {
    const decoder = create();
    const chunks: Buffer[] = [];
    let size = 0;
    decoder.on('data', (chunk: Buffer) => {
      size += chunk.length;
      const isBomb = size > ratioFreeBytes && size > raw.length * mostRatio;
      if (size > maxBytes || isBomb) decoder.destroy(tooLarge(maxBytes));
      else chunks.push(chunk);
    });
    decoder.on('error', (error) => reject(error instanceof ConnectorError ? error : undecodable(encoding, error)));
    decoder.on('end', () => resolve(Buffer.concat(chunks, size)));
    decoder.end(raw);
  });
}
