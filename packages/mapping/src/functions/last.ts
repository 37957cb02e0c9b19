import { defineFunction } from './definition.ts';
import { itemsOf, orNull } from '../check/type-algebra.ts';
import { truthOf } from '../evaluate/value.ts';

export const lastFunction = defineFunction({
  name: 'LAST',
  category: 'List',
  summary: 'The last item, or the last for which the condition holds; nothing when there is none.',
  parameters: [
    { name: 'list', type: 'list' },
    { name: 'condition', type: 'item', optional: true, decides: true },
  ],
  returns: ([list = {}]) => orNull(itemsOf(list)),
  nulls: 'handled',

  examples: [
    { expr: 'LAST([1, 2])', result: 2 },
    { expr: 'LAST([1, 2, 3], $ < 3)', result: 2 },
    { expr: 'LAST([])', result: null },
  ],
  run: (frame, site, list, condition) => {
    if (condition === undefined) return list.at(-1) ?? null;
    frame.charge(1 + list.length, site);
    return list.findLast((item, position) => truthOf(condition(frame, item, position), site)) ?? null;
  },
});
