import { defineFunction } from './definition.ts';
import { anything, itemsOf, listOf, unionOf, withoutNull } from '../check/type-algebra.ts';
import { typesOf } from '@patchbay/model/schema';

export const listFunction = defineFunction({
  name: 'LIST',
  category: 'Convert',
  summary: 'A list in any case: a list stays as it is, a single value becomes the list of it, nothing an empty list.',
  parameters: [{ name: 'value', type: 'any' }],
  returns: ([value = anything]) => {
    const types = typesOf(value).filter((name) => name !== 'null');
    if (types.length === 1 && types[0] === 'array') return listOf(itemsOf(value));
    return listOf(types.includes('array') ? anything : unionOf([withoutNull(value)]));
  },
  nulls: 'handled',

  examples: [
    { expr: 'LIST({ sku: 1 })', result: [{ sku: 1 }] },
    { expr: 'LIST([1, 2])', result: [1, 2] },
    { expr: 'LIST(null)', result: [] },
  ],
  run: (frame, site, value) => {
    if (Array.isArray(value)) return value;
    frame.chargeList(1, site);
    return value === null ? [] : [value];
  },
});
