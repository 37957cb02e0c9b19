import { defineFunction } from './definition.ts';
import { itemsOf, listOf } from '../check/type-algebra.ts';
import { compareValues } from '../evaluate/value.ts';

export const sortFunction = defineFunction({
  name: 'SORT',
  category: 'List',
  summary:
    'The items in order of themselves or of a key; descending when the third argument is true. Nothing comes last.',
  parameters: [
    { name: 'list', type: 'list' },
    { name: 'by', type: 'item', optional: true },
    { name: 'descending', type: 'boolean', optional: true },
  ],
  returns: ([list = {}]) => listOf(itemsOf(list)),
  nulls: 'handled',

  examples: [
    { expr: 'SORT([3, 1, null, 2])', result: [1, 2, 3, null] },
    { expr: 'SORT(lines, l -> l.sku, true).sku', result: ['B', 'A'], scope: { lines: [{ sku: 'A' }, { sku: 'B' }] } },
  ],
  run: (frame, site, list, by, descending) => {
    frame.chargeList(list.length * 2, site);
    frame.charge(list.length * Math.ceil(Math.log2(list.length + 1)), site);
    const keyed = list.map((item, position) => ({ item, key: by === undefined ? item : by(frame, item, position) }));
    const sign = descending === true ? -1 : 1;
    keyed.sort((a, b) =>
      a.key === null || b.key === null ? compareValues(a.key, b.key) : sign * compareValues(a.key, b.key),
    );
    return keyed.map(({ item }) => item);
  },
});
