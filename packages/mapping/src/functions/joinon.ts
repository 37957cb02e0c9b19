import { defineFunction } from './definition.ts';
import { anything, itemsOf, listOf } from '../check/type-algebra.ts';
import { positionsByKey } from '../values/positions-by-key.ts';
import { canonicalText } from '../evaluate/value.ts';

export const joinonFunction = defineFunction({
  name: 'JOINON',
  category: 'Lookup and object',
  summary:
    'Every item of one list with every item of another that has the same key, as { left, right } or as what an expression over both gives. Items without a partner are left out, or come with nothing when the last argument is true. A key that is nothing has no partner.',
  notes:
    'The keys of the right list are put in an index once, so the time grows with the lists, not with their product. In the expression for both items the first name is the left item, the second the right one: `(l, r) -> MERGE(l, r)`. The number 1 and the text 1 are two keys.',
  parameters: [
    { name: 'left', type: 'list' },
    { name: 'right', type: 'list' },
    { name: 'leftKey', type: 'item' },
    { name: 'rightKey', type: 'item', over: 1 },
    { name: 'combine', type: 'item', optional: true, pairs: true },
    { name: 'keepAll', type: 'boolean', optional: true },
  ],
  returns: ([left = anything, right = anything, , , combine]) => {
    if (combine !== undefined) return listOf(combine);
    const properties = { left: itemsOf(left), right: itemsOf(right) };
    return listOf({ type: 'object', properties, required: ['left', 'right'], additionalProperties: false });
  },
  nulls: 'handled',
  compares: [[2, 3]],

  examples: [
    {
      expr: 'JOINON(lines, products, l -> l.sku, p -> p.sku, (l, p) -> { sku: l.sku, title: p.title, qty: l.qty })',
      result: [{ sku: 'A', title: 'Mug', qty: 2 }],
      scope: {
        lines: [
          { sku: 'A', qty: 2 },
          { sku: 'X', qty: 1 },
        ],
        products: [{ sku: 'A', title: 'Mug' }],
      },
    },
    { expr: "JOINON([1], ['1', 1], $, $)", result: [{ left: 1, right: 1 }] },
    {
      expr: 'JOINON([1, 2], [2], $, $, (l, r) -> [l, r], true)',
      result: [
        [1, null],
        [2, 2],
      ],
    },
  ],
  run: (frame, site, left, right, leftKey, rightKey, combine, keepAll) => {
    frame.chargeList(left.length, site);
    const positions = positionsByKey(right, rightKey, frame, site);
    const joined: unknown[] = [];
    const add = (item: unknown, partner: unknown): void => {
      frame.chargeObject(2, site);
      joined.push(combine === undefined ? { left: item, right: partner } : combine(frame, item, partner));
      if (joined.length % 1000 === 0) frame.chargeLength(joined.length, site);
    };
    left.forEach((item, position) => {
      const key = leftKey(frame, item, position);
      const partners = key === null ? undefined : positions.get(canonicalText(key, frame, site));
      if (partners !== undefined) for (const at of partners) add(item, right[at] ?? null);
      else if (keepAll === true) add(item, null);
    });
    return joined;
  },
});
