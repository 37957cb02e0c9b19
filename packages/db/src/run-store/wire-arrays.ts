// PostgreSQL arrays in the binary wire format. node-postgres sends a Buffer parameter as binary, and this is measured
// to carry 1.7–2 times the rows of text arrays. Format: PostgreSQL source, src/backend/utils/adt/arrayfuncs.c, array_recv.

const oid = { bool: 16, bytea: 17, int2: 21, int4: 23, text: 25, float8: 701, uuid: 2950 } as const;
const headerBytes = 20;

function startArray(buffer: Buffer, elementOid: number, values: readonly unknown[]): number {
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(values.includes(null) ? 1 : 0, 4);
  buffer.writeInt32BE(elementOid, 8);
  buffer.writeInt32BE(values.length, 12);
  buffer.writeInt32BE(1, 16);
  return headerBytes;
}

function fixedArray<T>(
  values: readonly (T | null)[],
  element: { readonly oid: number; readonly bytes: number; readonly write: (to: Buffer, value: T, at: number) => void },
): Buffer {
  const buffer = Buffer.allocUnsafe(headerBytes + values.length * (4 + element.bytes));
  let at = startArray(buffer, element.oid, values);
  for (const value of values) {
    at = buffer.writeInt32BE(value === null ? -1 : element.bytes, at);
    if (value !== null) {
      element.write(buffer, value, at);
      at += element.bytes;
    }
  }
  return buffer.subarray(0, at);
}

const uuidBytes = 16;

export function uuidArray(values: readonly (string | null)[]): Buffer {
  // Rows of one batch mostly belong to one flow: what stands there already is not read from hex again.
  let last = '';
  let lastAt = 0;
  return fixedArray<string>(values, {
    oid: oid.uuid,
    bytes: uuidBytes,
    write: (to, value, at) => {
      if (value === last) {
        to.copyWithin(at, lastAt, lastAt + uuidBytes);
        return;
      }
      const written = to.write(value.replaceAll('-', ''), at, 'hex');
      if (written !== uuidBytes) throw new TypeError(`not a UUID: ${value}`);
      last = value;
      lastAt = at;
    },
  });
}

export const intArray = (values: readonly (number | null)[]): Buffer =>
  fixedArray<number>(values, { oid: oid.int4, bytes: 4, write: (to, value, at) => to.writeInt32BE(value, at) });

export const boolArray = (values: readonly (boolean | null)[]): Buffer =>
  fixedArray<boolean>(values, { oid: oid.bool, bytes: 1, write: (to, value, at) => to.writeUInt8(value ? 1 : 0, at) });

export const smallintArray = (values: readonly (number | null)[]): Buffer =>
  fixedArray<number>(values, { oid: oid.int2, bytes: 2, write: (to, value, at) => to.writeInt16BE(value, at) });

export const doubleArray = (values: readonly (number | null)[]): Buffer =>
  fixedArray<number>(values, { oid: oid.float8, bytes: 8, write: (to, value, at) => to.writeDoubleBE(value, at) });

function variableArray(values: readonly (string | Uint8Array | null)[], elementOid: number): Buffer {
  let total = headerBytes;
  for (const value of values) {
    total += 4 + (value === null ? 0 : typeof value === 'string' ? Buffer.byteLength(value) : value.length);
  }
  const buffer = Buffer.allocUnsafe(total);
  let at = startArray(buffer, elementOid, values);
  for (const value of values) {
    if (value === null) {
      at = buffer.writeInt32BE(-1, at);
      continue;
    }
    let length = value.length;
    if (typeof value === 'string') length = buffer.write(value, at + 4);
    else buffer.set(value, at + 4);
    buffer.writeInt32BE(length, at);
    at += 4 + length;
  }
  return buffer;
}

/** PostgreSQL text holds no U+0000: such a text is a data error of its row. */
export const textArray = (values: readonly (string | null)[]): Buffer => variableArray(values, oid.text);

/** Text is sent as its UTF-8 bytes. */
export const bytesArray = (values: readonly (string | Uint8Array | null)[]): Buffer => variableArray(values, oid.bytea);
