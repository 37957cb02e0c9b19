import { defineLazyFunction } from './definition.ts';
import { isObject, kindOf, own, textOf } from '../evaluate/value.ts';
import type { Frame } from '../evaluate/frame.ts';
import type { Site } from '../evaluate/site.ts';
import { matchPosition } from '../values/match-position.ts';
import { nil } from '../values/nil.ts';

/** The value at a key: of a structure by its name, of a list of { key, value } by an index of its keys. */
function valueAt(table: unknown, key: unknown, frame: Frame, site: Site): unknown {
  if (isObject(table)) return own(table, textOf(key, site));
  if (!Array.isArray(table))
    throw site.error('typeMismatch', `needs the name of a table, but this is ${kindOf(table)}.`);
  const position = matchPosition(table, { key }, frame, site);
  const entry: unknown = position === undefined ? null : table[position];
  return isObject(entry) ? own(entry, 'value') : null;
}

export const lookupFunction = defineLazyFunction({
  name: 'LOOKUP',
  category: 'Lookup and object',
  summary:
    'The value at a key of a structure, or of a table or lookup source of the mapping by its name; else the default, or that of the table, or nothing.',
  notes:
    'A list of { key, value }, as ENTRIES gives it, is a table too; there the number 1 and the text 1 are two keys.',
  parameters: [
    { name: 'table', type: 'any' },
    { name: 'key', type: 'any' },
    { name: 'default', type: 'any', optional: true },
  ],
  returns: {},
  nulls: 'handled',

  examples: [
    { expr: "LOOKUP({ DK: 'DNK' }, 'DK')", result: 'DNK' },
    { expr: "LOOKUP({ DK: 'DNK' }, 'XX', '?')", result: '?' },
    { expr: "LOOKUP([{ key: 'DK', value: 'DNK' }], 'DK')", result: 'DNK' },
  ],
  compile:
    ({ closures: [table = nil, key = nil, fallback = nil], tables }, site) =>
    (frame) => {
      const source = table(frame);
      const named = typeof source === 'string' ? tables.get(source) : undefined;
      if (typeof source === 'string' && named === undefined)
        throw site.error('unknownTable', `there is no lookup table “${source}” in this mapping.`);
      const found =
        named === undefined ? source : typeof named.values === 'function' ? named.values(frame) : named.values;
      const name = key(frame);
      const missing = (): unknown => {
        const value = fallback(frame);
        return value === null ? (named?.default ?? null) : value;
      };
      if (name === null) return fallback(frame);
      if (found === null) return missing();
      const value = valueAt(found, name, frame, site);
      return value === null ? missing() : value;
    },
});
