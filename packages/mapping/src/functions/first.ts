import { defineFunction } from './definition.ts';
import { itemsOf, orNull } from '../check/type-algebra.ts';
import { truthOf } from '../evaluate/value.ts';

export const firstFunction = defineFunction({
  name: 'FIRST',
  category: 'List',
  summary: 'The first item, or the first for which the condition holds; nothing when there is none.',
  parameters: [
    { name: 'list', type: 'list' },
    { name: 'condition', type: 'item', optional: true, decides: true },
  ],
  returns: ([list = {}]) => orNull(itemsOf(list)),
  nulls: 'handled',

  examples: [
    { expr: 'FIRST([1, 2])', result: 1 },
    { expr: 'FIRST([1, 2, 3], $ > 1)', result: 2 },
    { expr: 'FIRST([])', result: null },
  ],
  run: (frame, site, list, condition) => {
    if (condition === undefined) return list[0] ?? null;
    frame.charge(1 + list.length, site);
    return list.find((item, position) => truthOf(condition(frame, item, position), site)) ?? null;
  },
});
