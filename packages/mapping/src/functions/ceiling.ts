import { defineFunction } from './definition.ts';
import { integer, number } from '../check/type-algebra.ts';
import { multipleOf } from '../values/multiple-of.ts';

export const ceilingFunction = defineFunction({
  name: 'CEILING',
  category: 'Number',
  summary: 'Rounded up to a multiple of the step (1 unless said); both below zero go away from zero.',
  parameters: [
    { name: 'number', type: 'number' },
    { name: 'step', type: 'number', optional: true },
  ],
  returns: (args) => (args.length === 1 ? integer : number),
  nulls: 'yieldsNull',

  examples: [
    { expr: 'CEILING(2.1)', result: 3 },
    { expr: 'CEILING(4.42, 0.05)', result: 4.45 },
    { expr: 'CEILING(-2.5, 2)', result: -2 },
  ],
  run: (_frame, site, value, step = 1) => multipleOf(value, { step, rounding: 'ceiling' }, site),
});
