import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { itemsOf, listOf } from '../check/type-algebra.ts';
import { countOf } from '../values/counts.ts';

export const flattenFunction = defineFunction({
  name: 'FLATTEN',
  category: 'List',
  summary: 'A list of lists as one list; deeper levels too when depth says so.',
  parameters: [
    { name: 'list', type: 'list' },
    { name: 'depth', type: 'number', form: valueForms.count, optional: true },
  ],
  returns: ([list = {}]) => listOf(itemsOf(itemsOf(list))),
  nulls: 'handled',

  examples: [
    { expr: 'FLATTEN([[1], [2, 3], 4])', result: [1, 2, 3, 4] },
    { expr: 'FLATTEN([[1, [2]]], 2)', result: [1, 2] },
  ],
  run: (frame, site, list, depth = 1) => {
    const flat: unknown[] = [];
    const add = (items: readonly unknown[], level: number): void => {
      for (const item of items) {
        if (Array.isArray(item) && level > 0) {
          frame.charge(1, site);
          add(item, level - 1);
        } else {
          frame.chargeList(1, site);
          flat.push(item);
          if (flat.length % 1000 === 0) frame.chargeLength(flat.length, site);
        }
      }
    };
    add(list, Math.min(countOf(depth, site), 100));
    return flat;
  },
});
