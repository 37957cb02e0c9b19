import { defineFunction } from './definition.ts';
import { itemsOf, listOf } from '../check/type-algebra.ts';
import { truthOf } from '../evaluate/value.ts';

export const filterFunction = defineFunction({
  name: 'FILTER',
  category: 'List',
  summary: 'The items for which the condition holds.',
  parameters: [
    { name: 'list', type: 'list' },
    { name: 'condition', type: 'item', decides: true },
  ],
  returns: ([list = {}]) => listOf(itemsOf(list)),
  nulls: 'handled',

  examples: [
    { expr: 'FILTER(lines, l -> l.qty > 1)', result: [{ qty: 2 }], scope: { lines: [{ qty: 1 }, { qty: 2 }] } },
    { expr: 'FILTER([1, 2, 3], $ > 1)', result: [2, 3] },
    { expr: 'FILTER(null, $ > 1)', result: [] },
  ],
  run: (frame, site, list, condition) => {
    frame.chargeList(list.length, site);
    return list.filter((item, position) => truthOf(condition(frame, item, position), site));
  },
});
