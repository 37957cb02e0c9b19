import { defineFunction } from './definition.ts';
import { listOf } from '../check/type-algebra.ts';

export const mapFunction = defineFunction({
  name: 'MAP',
  category: 'List',
  summary: 'A list of what the expression gives for each item.',
  parameters: [
    { name: 'list', type: 'list' },
    { name: 'each', type: 'item' },
  ],
  returns: ([, each = {}]) => listOf(each),
  nulls: 'handled',

  examples: [
    { expr: 'MAP([1, 2], x -> x * 10)', result: [10, 20] },
    { expr: 'MAP(lines, l -> l.sku & $index)', result: ['A0', 'B1'], scope: { lines: [{ sku: 'A' }, { sku: 'B' }] } },
  ],
  run: (frame, site, list, each) => {
    frame.chargeList(list.length, site);
    return list.map((item, position) => each(frame, item, position));
  },
});
