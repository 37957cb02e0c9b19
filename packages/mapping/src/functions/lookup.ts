import { defineLazyFunction } from './definition.ts';
import { isObject, kindOf, own, textOf } from '../evaluate/value.ts';
import { nil } from '../values/nil.ts';

export const lookupFunction = defineLazyFunction({
  name: 'LOOKUP',
  category: 'Lookup and object',
  summary:
    'The value of a table of the mapping (by its name) or of a structure at a key; else the default, or nothing.',
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
  ],
  compile:
    ({ closures: [table = nil, key = nil, fallback = nil], tables }, site) =>
    (frame) => {
      const source = table(frame);
      const found = typeof source === 'string' ? tables.get(source) : source;
      if (found === undefined)
        throw site.error('unknownTable', `there is no lookup table “${String(source)}” in this mapping.`);
      const name = key(frame);
      if (found === null || name === null) return fallback(frame);
      if (!isObject(found))
        throw site.error('typeMismatch', `needs the name of a table, but this is ${kindOf(found)}.`);
      const value = own(found, textOf(name, site));
      return value === null ? fallback(frame) : value;
    },
});
