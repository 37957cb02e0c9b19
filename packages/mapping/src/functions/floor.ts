import { defineFunction } from './definition.ts';
import { integer, number } from '../check/type-algebra.ts';
import { multipleOf } from '../values/multiple-of.ts';

export const floorFunction = defineFunction({
  name: 'FLOOR',
  category: 'Number',
  summary: 'Rounded down to a multiple of the step (1 unless said); both below zero go towards zero.',
  parameters: [
    { name: 'number', type: 'number' },
    { name: 'step', type: 'number', optional: true },
  ],
  returns: (args) => (args.length === 1 ? integer : number),
  nulls: 'yieldsNull',

  examples: [
    { expr: 'FLOOR(2.9)', result: 2 },
    { expr: 'FLOOR(4.42, 0.05)', result: 4.4 },
    { expr: 'FLOOR(-2.5, 2)', result: -4 },
  ],
  run: (_frame, site, value, step = 1) => multipleOf(value, { step, rounding: 'floor' }, site),
});
