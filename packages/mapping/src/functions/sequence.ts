import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { listOf, numericOf, integer } from '../check/type-algebra.ts';
import { roundDecimal } from '../evaluate/decimal.ts';
import { exactOf } from '../evaluate/exact.ts';
import { finite } from '../evaluate/finite.ts';
import { countOf } from '../values/counts.ts';

export const sequenceFunction = defineFunction({
  name: 'SEQUENCE',
  category: 'List',
  summary: 'A list of so many numbers, from a start (1 unless said) in steps (of 1 unless said).',
  notes: 'Decimal steps are exact to 15 places: the fourth of `SEQUENCE(4, 0, 0.1)` is 0.3.',
  parameters: [
    { name: 'count', type: 'number', form: valueForms.count },
    { name: 'start', type: 'number', optional: true },
    { name: 'step', type: 'number', optional: true },
  ],
  returns: ([, ...rest]) => listOf(rest.length === 0 ? integer : numericOf(rest)),
  nulls: 'yieldsNull',

  examples: [
    { expr: 'SEQUENCE(3)', result: [1, 2, 3] },
    { expr: 'SEQUENCE(4, 0, 0.1)', result: [0, 0.1, 0.2, 0.3] },
    { expr: 'SEQUENCE(3, 10, -5)', result: [10, 5, 0] },
  ],
  run: (frame, site, count, start = 1, step = 1) => {
    const length = countOf(count, site);
    frame.chargeList(length, site);
    finite(start + step * length, site);
    const places = Math.max(exactOf(start).places, exactOf(step).places);
    // Beyond, there are no digits that anybody sees to be kept right.
    const isRounded = places > 0 && places <= 15;
    return Array.from({ length }, (_, position) => {
      const value = start + step * position;
      return isRounded ? roundDecimal(value, places) : value + 0;
    });
  },
});
