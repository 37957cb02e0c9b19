import { defineFunction } from './definition.ts';
import { itemsOf, orNull, unionOf } from '../check/type-algebra.ts';
import { matchPosition } from '../values/match-position.ts';

export const findwhereFunction = defineFunction({
  name: 'FINDWHERE',
  category: 'Lookup and object',
  summary:
    'The first item whose fields have the values of a structure; else the default, or nothing. FIRST takes any other condition.',
  notes:
    'The fields are put in an index once a run, so a look-up for every line costs one step each. A field that is to be nothing matches no item, as in joins: `FIRST(list, x -> x.sku = null)` looks for those without one.',
  parameters: [
    { name: 'list', type: 'list' },
    { name: 'fields', type: 'object' },
    { name: 'default', type: 'any', optional: true },
  ],
  returns: ([list = {}, , fallback]) => unionOf([orNull(itemsOf(list)), ...(fallback === undefined ? [] : [fallback])]),
  nulls: 'handled',

  examples: [
    {
      expr: "FINDWHERE(p, { sku: 'B', size: 'L' }).title",
      result: 'Shirt L',
      scope: {
        p: [
          { sku: 'B', size: 'M', title: 'Shirt M' },
          { sku: 'B', size: 'L', title: 'Shirt L' },
        ],
      },
    },
    { expr: "FINDWHERE([{ sku: 'A' }], { sku: 'B' })", result: null },
    { expr: "FINDWHERE([{ sku: 1 }], { sku: '1' }, 'none')", result: 'none' },
    { expr: "FINDWHERE([{ sku: null, title: 'Mug' }], { sku: null })", result: null },
  ],
  run: (frame, site, list, fields, fallback) => {
    const position = fields === null ? undefined : matchPosition(list, fields, frame, site);
    return position === undefined ? (fallback ?? null) : (list[position] ?? null);
  },
});
