// PostgreSQL arrays in the binary wire format. node-postgres sends a Buffer parameter as binary, and this is measured
// to carry 1.7–2 times the rows of text arrays. Format: PostgreSQL source, src/backend/utils/adt/arrayfuncs.c, array_recv.
import { WireColumn } from './wire-column.ts';
import type { WireElement } from './wire-column.ts';

const oid = { bool: 16, bytea: 17, int2: 21, int4: 23, text: 25, float8: 701, uuid: 2950 } as const;
const uuidBytes = 16;
/** Of UTF-8, for each unit of a text; longer texts are measured. */
const maxBytesPerUnit = 3;
const shortText = 4_096;

/** Rows of one batch mostly belong to one flow: what stands there already is not read from hex again. */
function uuidElement(): WireElement<string> {
  let last = '';
  const lastBytes = Buffer.alloc(uuidBytes);
  return {
    oid: oid.uuid,
    maxBytes: () => uuidBytes,
    write: (to, value, at) => {
      if (value !== last) {
        const written = lastBytes.write(value.replaceAll('-', ''), 'hex');
        last = written === uuidBytes ? value : '';
        if (written !== uuidBytes) throw new TypeError(`not a UUID: ${value}`);
      }
      lastBytes.copy(to, at);
      return uuidBytes;
    },
  };
}

const fixed = <T>(type: number, bytes: number, write: (to: Buffer, value: T, at: number) => void): WireElement<T> => ({
  oid: type,
  maxBytes: () => bytes,
  write: (to, value, at) => {
    write(to, value, at);
    return bytes;
  },
});

const variable = (type: number): WireElement<string | Uint8Array> => ({
  oid: type,
  maxBytes: (value) => {
    if (typeof value !== 'string') return value.length;
    return value.length <= shortText ? value.length * maxBytesPerUnit : Buffer.byteLength(value);
  },
  write: (to, value, at) => {
    if (typeof value === 'string') return to.write(value, at);
    to.set(value, at);
    return value.length;
  },
});

const int = fixed<number>(oid.int4, 4, (to, value, at) => to.writeInt32BE(value, at));
const bool = fixed<boolean>(oid.bool, 1, (to, value, at) => to.writeUInt8(value ? 1 : 0, at));
const smallint = fixed<number>(oid.int2, 2, (to, value, at) => to.writeInt16BE(value, at));
const double = fixed<number>(oid.float8, 8, (to, value, at) => to.writeDoubleBE(value, at));
const text = variable(oid.text);
const bytes = variable(oid.bytea);

export const uuidColumn = (): WireColumn<string> => new WireColumn(uuidElement());
export const intColumn = (): WireColumn<number> => new WireColumn(int);
export const smallintColumn = (): WireColumn<number> => new WireColumn(smallint);
export const doubleColumn = (): WireColumn<number> => new WireColumn(double);
/** PostgreSQL text holds no U+0000: such a text is a data error of its row. */
export const textColumn = (): WireColumn<string | Uint8Array> => new WireColumn(text);
/** Text is sent as its UTF-8 bytes. */
export const bytesColumn = (): WireColumn<string | Uint8Array> => new WireColumn(bytes);

function arrayOf<T>(column: WireColumn<T>, values: readonly (T | null)[]): Buffer {
  for (const value of values) column.push(value);
  return column.slice(0, values.length);
}

export const uuidArray = (values: readonly (string | null)[]): Buffer => arrayOf(uuidColumn(), values);
export const intArray = (values: readonly (number | null)[]): Buffer => arrayOf(intColumn(), values);
export const boolArray = (values: readonly (boolean | null)[]): Buffer => arrayOf(new WireColumn(bool), values);
export const smallintArray = (values: readonly (number | null)[]): Buffer => arrayOf(smallintColumn(), values);
export const doubleArray = (values: readonly (number | null)[]): Buffer => arrayOf(doubleColumn(), values);
/** PostgreSQL text holds no U+0000: such a text is a data error of its row. */
export const textArray = (values: readonly (string | null)[]): Buffer => arrayOf(textColumn(), values);
/** Text is sent as its UTF-8 bytes. */
export const bytesArray = (values: readonly (string | Uint8Array | null)[]): Buffer => arrayOf(bytesColumn(), values);
