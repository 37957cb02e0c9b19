import { defineFunction } from './definition.ts';
import { boolean } from '../check/type-algebra.ts';
import { keyPosition } from '../values/key-position.ts';

export const isinFunction = defineFunction({
  name: 'ISIN',
  category: 'List',
  summary: 'Whether a value is one of the items of a list, as with “in”. The number 1 is not the text 1.',
  parameters: [
    { name: 'value', type: 'any' },
    { name: 'list', type: 'list' },
  ],
  returns: boolean,
  nulls: 'handled',
  compares: [[0, 1]],

  examples: [
    { expr: "ISIN('NO', ['DK', 'NO', 'SE'])", result: true },
    { expr: "ISIN(1, ['1'])", result: false },
    { expr: "ISIN('NO', null)", result: false },
  ],
  run: (frame, site, value, list) => keyPosition(list, value, frame, site) !== undefined,
});
