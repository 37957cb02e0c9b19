import { shapeOf, typeInWords } from '@patchbay/model/schema';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { textReaderFor } from '../table/typed-text.ts';
import { isoOfSerial } from './cell-dates.ts';
import type { DateKind } from './cell-dates.ts';

export interface CellType {
  /** The value as the column asks for it; nothing when it is not of its type. */
  readonly fit: (value: Json) => Json | undefined;
  /** What the column asks for, in words. */
  readonly wanted: string;
}

const dateFormats: ReadonlyMap<string, DateKind> = new Map([
  ['date', 'date'],
  ['date-time', 'dateTime'],
  ['time', 'time'],
]);

/** Cells are numbers, truths or texts by themselves; a column that the schema calls text gets text, also from numbers. */
export function cellTypeOf(root: DataSchema, schema: DataSchema, is1904: boolean): CellType {
  const { types, identities } = shapeOf(root, schema);
  const read = textReaderFor(schema, { root });
  const dateKind = identities.map(({ format }) => dateFormats.get(format ?? '')).find((kind) => kind !== undefined);
  const isNumber = types.includes('number') || types.includes('integer');
  const isText = types.length === 0 || types.includes('string');
  const fit = (value: Json): Json | undefined => {
    if (value === null) return null;
    if (typeof value === 'string') return read === undefined ? value : read(value);
    if (typeof value === 'boolean')
      return types.length === 0 || types.includes('boolean') ? value : isText ? String(value) : undefined;
    if (typeof value !== 'number' || types.length === 0) return value;
    if (isNumber) return types.includes('number') || Number.isInteger(value) ? value : undefined;
    if (types.includes('boolean') && (value === 0 || value === 1)) return value === 1;
    if (!isText) return undefined;
    return (dateKind === undefined ? undefined : isoOfSerial(value, dateKind, is1904)) ?? String(value);
  };
  return { fit, wanted: types.map((type) => typeInWords(type)).join(' or ') };
}
