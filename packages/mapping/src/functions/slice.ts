import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { itemsOf, listOf } from '../check/type-algebra.ts';
import { countOf } from '../values/counts.ts';

export const sliceFunction = defineFunction({
  name: 'SLICE',
  category: 'List',
  summary: 'The items from a position on (1 is the first, −1 the last), so many of them or all that follow.',
  parameters: [
    { name: 'list', type: 'list' },
    { name: 'start', type: 'number' },
    { name: 'count', type: 'number', form: valueForms.count, optional: true },
  ],
  returns: ([list = {}]) => listOf(itemsOf(list)),
  nulls: 'handled',

  examples: [
    { expr: 'SLICE([1, 2, 3, 4], 2, 2)', result: [2, 3] },
    { expr: 'SLICE([1, 2, 3, 4], -2)', result: [3, 4] },
    { expr: 'SLICE(null, 1)', result: [] },
  ],
  run: (frame, site, list, start, count) => {
    const position = start === null ? 1 : Math.trunc(start);
    if (position === 0) throw site.error('invalidValue', 'positions begin at 1, so 0 is none.');
    const from = position > 0 ? position - 1 : Math.max(0, list.length + position);
    const to = count === undefined ? list.length : Math.min(list.length, from + countOf(count, site));
    frame.chargeList(Math.max(0, to - from), site);
    return list.slice(from, to);
  },
});
