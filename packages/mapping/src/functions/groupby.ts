import { defineFunction } from './definition.ts';
import { anything, itemsOf, listOf } from '../check/type-algebra.ts';
import { canonicalText } from '../evaluate/value.ts';

export const groupbyFunction = defineFunction({
  name: 'GROUPBY',
  category: 'List',
  summary:
    'The items in groups { key, items } of the same key, in the order in which the keys first come. The number 1 and the text 1 are two keys; nothing is one of its own.',
  parameters: [
    { name: 'list', type: 'list' },
    { name: 'by', type: 'item' },
  ],
  returns: ([list = {}, key = anything]) =>
    listOf({
      type: 'object',
      properties: { key, items: listOf(itemsOf(list)) },
      required: ['key', 'items'],
      additionalProperties: false,
    }),
  nulls: 'handled',

  examples: [
    {
      expr: 'GROUPBY(lines, l -> l.vat)',
      result: [
        {
          key: 25,
          items: [
            { vat: 25, qty: 1 },
            { vat: 25, qty: 3 },
          ],
        },
        { key: 0, items: [{ vat: 0, qty: 2 }] },
      ],
      scope: {
        lines: [
          { vat: 25, qty: 1 },
          { vat: 0, qty: 2 },
          { vat: 25, qty: 3 },
        ],
      },
    },
    { expr: "GROUPBY(['a', 'B', 'A'], LOWER($)).key", result: ['a', 'b'] },
  ],
  run: (frame, site, list, by) => {
    frame.chargeList(list.length * 2, site);
    const groups = new Map<string, { key: unknown; items: unknown[] }>();
    list.forEach((item, position) => {
      const key = by(frame, item, position);
      const text = canonicalText(key, frame, site);
      const group = groups.get(text);
      if (group === undefined) {
        frame.chargeText(text.length, site);
        frame.chargeObject(8, site);
        groups.set(text, { key, items: [item] });
      } else group.items.push(item);
    });
    return [...groups.values()];
  },
});
