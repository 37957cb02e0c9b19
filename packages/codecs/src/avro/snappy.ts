// Snappy's block format, the way out only: many Avro files are compressed with it.
import { CodecError } from '../codec-error.ts';

const broken = (): CodecError =>
  new CodecError('The bytes are no valid Avro: a block that is compressed with Snappy is damaged.', {
    offset: 0,
    line: 1,
    column: 1,
  });

/** `maxSize` caps what comes out. */
export function unsnapped(bytes: Uint8Array, maxSize: number): Uint8Array {
  let at = 0;
  const next = (): number => {
    const byte = bytes[at];
    if (byte === undefined) throw broken();
    at += 1;
    return byte;
  };
  const little = (count: number): number => {
    let value = 0;
    for (let place = 0; place < count; place += 1) value += next() * 256 ** place;
    return value;
  };
  let size = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = next();
    size += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) break;
    if (shift > 28) throw broken();
  }
  if (size > maxSize)
    throw CodecError.limit('A block of the Avro file grows beyond the cap. Raise maxBytes if it may.');
  const out = new Uint8Array(size);
  let written = 0;
  while (at < bytes.length) {
    const tag = next();
    if ((tag & 3) === 0) {
      const short = tag >> 2;
      const length = (short < 60 ? short : little(short - 59)) + 1;
      if (at + length > bytes.length || written + length > size) throw broken();
      out.set(bytes.subarray(at, at + length), written);
      at += length;
      written += length;
      continue;
    }
    const isShort = (tag & 3) === 1;
    const length = isShort ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    const distance = isShort ? ((tag >> 5) << 8) + next() : little((tag & 3) === 2 ? 2 : 4);
    if (distance === 0 || distance > written || written + length > size) throw broken();
    for (let count = 0; count < length; count += 1, written += 1) out[written] = out[written - distance] ?? 0;
  }
  if (written !== size) throw broken();
  return out;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** The checksum of ZIP and PNG, which stands behind each block. */
export function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (sum >>> 8) ^ (crcTable[(sum ^ byte) & 0xff] ?? 0);
  return (sum ^ 0xffffffff) >>> 0;
}
