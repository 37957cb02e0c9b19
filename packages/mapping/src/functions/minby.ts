import { defineFunction } from './definition.ts';
import { itemsOf, orNull } from '../check/type-algebra.ts';
import { extremeOf } from '../values/extreme-of.ts';

export const minbyFunction = defineFunction({
  name: 'MINBY',
  category: 'Aggregate',
  summary:
    'The item with the smallest key, the first of several. Items whose key is nothing are left out; of none it is nothing.',
  parameters: [
    { name: 'list', type: 'list' },
    { name: 'by', type: 'item' },
  ],
  returns: ([list = {}]) => orNull(itemsOf(list)),
  nulls: 'handled',

  examples: [
    {
      expr: 'MINBY(offers, o -> o.price).name',
      result: 'A',
      scope: {
        offers: [
          { name: 'A', price: 5 },
          { name: 'B', price: 9 },
          { name: 'C', price: null },
        ],
      },
    },
    { expr: "MINBY(['ccc', 'a', 'bb'], LEN($))", result: 'a' },
    { expr: 'MINBY([], $)', result: null },
  ],
  run: (frame, site, list, by) => extremeOf({ list, by, sign: -1 }, frame, site),
});
