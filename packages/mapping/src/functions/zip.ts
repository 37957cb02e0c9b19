import { defineFunction } from './definition.ts';
import { anything, itemsOf, listOf, orNull, unionOf } from '../check/type-algebra.ts';

export const zipFunction = defineFunction({
  name: 'ZIP',
  category: 'List',
  summary:
    'A list of lists: the first items of all, the second items of all, and so on. A shorter list is filled with nothing.',
  parameters: [{ name: 'lists', type: 'list', repeats: true }],
  returns: (args) => listOf(listOf(args.length === 0 ? anything : orNull(unionOf(args.map((list) => itemsOf(list)))))),
  nulls: 'handled',

  examples: [
    {
      expr: "ZIP(['A', 'B'], [1, 2])",
      result: [
        ['A', 1],
        ['B', 2],
      ],
    },
    {
      expr: 'ZIP([1, 2], [3])',
      result: [
        [1, 3],
        [2, null],
      ],
    },
    {
      expr: 'MAP(ZIP(n, v), p -> { name: p[0], value: p[1] })',
      result: [{ name: 'a', value: 1 }],
      scope: { n: ['a'], v: [1] },
    },
  ],
  run: (frame, site, lists) => {
    const length = lists.reduce((most, list) => Math.max(most, list.length), 0);
    frame.chargeList(length, site);
    frame.chargeObject(length * (lists.length + 2), site);
    return Array.from({ length }, (_, position) => lists.map((list) => list[position] ?? null));
  },
});
