import { defineFunction } from './definition.ts';
import { itemsOf, listOf } from '../check/type-algebra.ts';

export const reverselistFunction = defineFunction({
  name: 'REVERSELIST',
  category: 'List',
  summary: 'The items from last to first.',
  parameters: [{ name: 'list', type: 'list' }],
  returns: ([list = {}]) => listOf(itemsOf(list)),
  nulls: 'handled',

  examples: [
    { expr: 'REVERSELIST([1, null, 3])', result: [3, null, 1] },
    { expr: 'REVERSELIST(null)', result: [] },
  ],
  run: (frame, site, list) => {
    frame.chargeList(list.length, site);
    return list.toReversed();
  },
});
