import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { integer, number } from '../check/type-algebra.ts';
import { exactNumber, exactOf, roundExact } from '../evaluate/exact.ts';
import { finite } from '../evaluate/finite.ts';
import { placesOf } from '../values/counts.ts';

export const rounddownFunction = defineFunction({
  name: 'ROUNDDOWN',
  category: 'Number',
  summary: 'Cut off after so many decimal places (0 unless said), by the decimal digits.',
  parameters: [
    { name: 'number', type: 'number' },
    { name: 'places', type: 'number', form: valueForms.places, optional: true },
  ],
  returns: (args) => (args.length === 1 ? integer : number),
  nulls: 'yieldsNull',

  examples: [
    { expr: 'ROUNDDOWN(2.309, 2)', result: 2.3 },
    { expr: 'ROUNDDOWN(-1.9)', result: -1 },
    { expr: 'ROUNDDOWN(1.1, 1)', result: 1.1 },
  ],
  run: (_frame, site, value, places = 0) =>
    finite(exactNumber(roundExact(exactOf(value), placesOf(places, site), 'down')), site),
});
