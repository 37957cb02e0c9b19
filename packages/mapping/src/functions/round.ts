import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { integer, number } from '../check/type-algebra.ts';
import { finite } from '../evaluate/finite.ts';
import { roundDecimal } from '../evaluate/decimal.ts';
import { placesOf } from '../values/counts.ts';

export const roundFunction = defineFunction({
  name: 'ROUND',
  category: 'Number',
  summary: 'Rounded to so many decimal places (0 unless said); a half goes away from zero, by the decimal digits.',
  parameters: [
    { name: 'number', type: 'number' },
    { name: 'places', type: 'number', form: valueForms.places, optional: true },
  ],
  returns: (args) => (args.length === 1 ? integer : number),
  nulls: 'yieldsNull',

  examples: [
    { expr: 'ROUND(2.305, 2)', result: 2.31 },
    { expr: 'ROUND(-0.5)', result: -1 },
    { expr: 'ROUND(1.005, 2)', result: 1.01 },
    { expr: 'ROUND(1234, -2)', result: 1200 },
  ],
  run: (_frame, site, value, places = 0) => finite(roundDecimal(value, placesOf(places, site)), site),
});
