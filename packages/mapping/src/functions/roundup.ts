import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { integer, number } from '../check/type-algebra.ts';
import { exactNumber, exactOf, roundExact } from '../evaluate/exact.ts';
import { finite } from '../evaluate/finite.ts';
import { placesOf } from '../values/counts.ts';

export const roundupFunction = defineFunction({
  name: 'ROUNDUP',
  category: 'Number',
  summary: 'Rounded away from zero to so many decimal places (0 unless said), by the decimal digits.',
  parameters: [
    { name: 'number', type: 'number' },
    { name: 'places', type: 'number', form: valueForms.places, optional: true },
  ],
  returns: (args) => (args.length === 1 ? integer : number),
  nulls: 'yieldsNull',

  examples: [
    { expr: 'ROUNDUP(2.301, 2)', result: 2.31 },
    { expr: 'ROUNDUP(-0.2)', result: -1 },
    { expr: 'ROUNDUP(2.1, 1)', result: 2.1 },
  ],
  run: (_frame, site, value, places = 0) =>
    finite(exactNumber(roundExact(exactOf(value), placesOf(places, site), 'up')), site),
});
