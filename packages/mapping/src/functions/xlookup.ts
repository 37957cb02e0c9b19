import { defineFunction } from './definition.ts';
import { itemsOf, orNull, unionOf } from '../check/type-algebra.ts';
import { keyPosition } from '../values/key-position.ts';

export const xlookupFunction = defineFunction({
  name: 'XLOOKUP',
  category: 'Lookup and object',
  summary:
    'Looks for a value among the keys and gives the value at the same position of the other list; else the default, or nothing. A value that is nothing is no key, and is not found.',
  notes:
    'The keys are put in an index once a run, so a look-up for every line costs one step each. The number 1 and the text 1 are two keys. Of keys that come twice the first counts.',
  parameters: [
    { name: 'value', type: 'any' },
    { name: 'keys', type: 'list' },
    { name: 'values', type: 'list' },
    { name: 'default', type: 'any', optional: true },
  ],
  returns: ([, , values = {}, fallback]) =>
    unionOf([orNull(itemsOf(values)), ...(fallback === undefined ? [] : [fallback])]),
  nulls: 'handled',
  compares: [[0, 1]],

  examples: [
    { expr: "XLOOKUP('B', ['A', 'B'], [1, 2])", result: 2 },
    { expr: "XLOOKUP('C', p.sku, p.title, 'none')", result: 'none', scope: { p: [{ sku: 'A', title: 'Mug' }] } },
    { expr: "XLOOKUP(null, ['A', null], [1, 2], 'none')", result: 'none' },
  ],
  run: (frame, site, value, keys, values, fallback) => {
    const position = value === null ? undefined : keyPosition(keys, value, frame, site);
    const found = position === undefined ? undefined : values[position];
    return found === undefined || found === null ? (fallback ?? null) : found;
  },
});
