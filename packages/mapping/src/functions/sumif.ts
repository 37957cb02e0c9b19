import { defineFunction } from './definition.ts';
import { number } from '../check/type-algebra.ts';
import { numberOf } from '../evaluate/value.ts';
import { holdsFor } from './holds-for.ts';
import { sumOf } from '../values/sum-of.ts';

export const sumifFunction = defineFunction({
  name: 'SUMIF',
  category: 'Aggregate',
  summary:
    'The sum of the items for which the condition holds, or of what an expression gives for each of them. Values that are nothing are left out; of no numbers it is 0.',
  parameters: [
    { name: 'list', type: 'list', each: 'number', unlessGiven: 2 },
    { name: 'condition', type: 'item', decides: true },
    { name: 'value', type: 'item', each: 'number', optional: true },
  ],
  returns: number,
  nulls: 'handled',

  examples: [
    { expr: 'SUMIF([1, 5, 7], $ > 3)', result: 12 },
    {
      expr: "SUMIF(lines, l -> l.status = 'open', l -> l.qty * l.price)",
      result: 20,
      scope: {
        lines: [
          { status: 'open', qty: 2, price: 10 },
          { status: 'sent', qty: 1, price: 5 },
        ],
      },
    },
    { expr: 'SUMIF(null, $ > 3)', result: 0 },
  ],
  run: (frame, site, list, condition, each) => {
    frame.chargeList(list.length, site);
    const numbers: number[] = [];
    list.forEach((item, position) => {
      if (!holdsFor(condition(frame, item, position), site)) return;
      const value = each === undefined ? item : each(frame, item, position);
      if (value !== null) numbers.push(numberOf(value, site));
    });
    return sumOf(numbers, site);
  },
});
