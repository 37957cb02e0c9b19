import { defineFunction } from './definition.ts';
import { anything, itemsOf, listOf, unionOf, withoutNull } from '../check/type-algebra.ts';
import { typesOf } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';

const partOf = (type: DataSchema): DataSchema => {
  const types = typesOf(type).filter((name) => name !== 'null');
  if (types.length === 1 && types[0] === 'array') return itemsOf(type);
  return types.includes('array') || types.length === 0 ? anything : withoutNull(type);
};

export const appendFunction = defineFunction({
  name: 'APPEND',
  category: 'List',
  summary: 'One list of the items of all lists and of single values, in their order. What is nothing adds none.',
  parameters: [{ name: 'values', type: 'any', repeats: true }],
  returns: (args) => listOf(args.length === 0 ? anything : unionOf(args.map(partOf))),
  nulls: 'handled',

  examples: [
    { expr: 'APPEND([1, 2], [3], 4)', result: [1, 2, 3, 4] },
    { expr: 'APPEND(null, [1], null)', result: [1] },
    { expr: 'APPEND([1], [[2, 3]])', result: [1, [2, 3]] },
  ],
  run: (frame, site, values) => {
    const length = values.reduce<number>((sum, value) => sum + (Array.isArray(value) ? value.length : 1), 0);
    frame.chargeList(length, site);
    const joined: unknown[] = [];
    for (const value of values) {
      if (Array.isArray(value)) for (const item of value) joined.push(item);
      else if (value !== null) joined.push(value);
    }
    return joined;
  },
});
