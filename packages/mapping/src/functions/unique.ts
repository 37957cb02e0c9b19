import { defineFunction } from './definition.ts';
import { itemsOf, listOf } from '../check/type-algebra.ts';
import { canonicalText } from '../evaluate/value.ts';

export const uniqueFunction = defineFunction({
  name: 'UNIQUE',
  category: 'List',
  summary: 'The items without repetitions, of themselves or of a key; the first of each stays.',
  notes: 'The number 1 and the text 1 are two values; structures are the same when all their fields are.',
  parameters: [
    { name: 'list', type: 'list' },
    { name: 'by', type: 'item', optional: true },
  ],
  returns: ([list = {}]) => listOf(itemsOf(list)),
  nulls: 'handled',

  examples: [
    { expr: "UNIQUE([1, '1', 1])", result: [1, '1'] },
    {
      expr: 'UNIQUE(lines, l -> l.sku).qty',
      result: [1, 3],
      scope: {
        lines: [
          { sku: 'A', qty: 1 },
          { sku: 'A', qty: 2 },
          { sku: 'B', qty: 3 },
        ],
      },
    },
  ],
  run: (frame, site, list, by) => {
    frame.chargeList(list.length, site);
    const seen = new Set<string>();
    return list.filter((item, position) => {
      const key = canonicalText(by === undefined ? item : by(frame, item, position), frame, site);
      frame.chargeText(key.length, site);
      return !seen.has(key) && seen.add(key);
    });
  },
});
