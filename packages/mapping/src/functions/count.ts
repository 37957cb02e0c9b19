import { defineFunction } from './definition.ts';
import { truthOf } from '../evaluate/value.ts';

export const countFunction = defineFunction({
  name: 'COUNT',
  category: 'List',
  summary: 'The number of items, or of those for which the condition holds.',
  parameters: [
    { name: 'list', type: 'list' },
    { name: 'condition', type: 'item', optional: true, decides: true },
  ],
  returns: { type: 'integer' },
  nulls: 'handled',

  examples: [
    { expr: 'COUNT([1, null, 3])', result: 3 },
    { expr: 'COUNT([1, 2, 3], $ > 1)', result: 2 },
    { expr: 'COUNT(null)', result: 0 },
  ],
  run: (frame, site, list, condition) => {
    if (condition === undefined) return list.length;
    frame.charge(1 + list.length, site);
    return list.reduce<number>(
      (count, item, position) => count + (truthOf(condition(frame, item, position), site) ? 1 : 0),
      0,
    );
  },
});
