import { defineFunction } from './definition.ts';
import { itemsOf, orNull } from '../check/type-algebra.ts';

export const indexFunction = defineFunction({
  name: 'INDEX',
  category: 'List',
  summary: 'The item at a position: 1 is the first, −1 the last. Nothing beyond the ends.',
  parameters: [
    { name: 'list', type: 'list' },
    { name: 'position', type: 'number' },
  ],
  returns: ([list = {}]) => orNull(itemsOf(list)),
  nulls: 'handled',

  examples: [
    { expr: "INDEX(['a', 'b'], 2)", result: 'b' },
    { expr: "INDEX(['a', 'b'], -1)", result: 'b' },
    { expr: 'INDEX([], 1)', result: null },
  ],
  run: (_frame, _site, list, position) =>
    position === null || position === 0 ? null : (list.at(position > 0 ? position - 1 : position) ?? null),
});
