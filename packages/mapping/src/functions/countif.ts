import { defineFunction } from './definition.ts';
import { integer } from '../check/type-algebra.ts';
import { holdsFor } from './holds-for.ts';

export const countifFunction = defineFunction({
  name: 'COUNTIF',
  category: 'Aggregate',
  summary: 'The number of items for which the condition holds.',
  parameters: [
    { name: 'list', type: 'list' },
    { name: 'condition', type: 'item', decides: true },
  ],
  returns: integer,
  nulls: 'handled',

  examples: [
    { expr: 'COUNTIF([1, 5, 7], $ > 3)', result: 2 },
    { expr: "COUNTIF(['a', 'b', null], $ = 'a')", result: 1 },
    { expr: 'COUNTIF(null, $ > 3)', result: 0 },
  ],
  run: (frame, site, list, condition) => {
    frame.charge(1 + list.length, site);
    let count = 0;
    for (let position = 0; position < list.length; position += 1) {
      if (holdsFor(condition(frame, list[position], position), site)) count += 1;
    }
    return count;
  },
});
