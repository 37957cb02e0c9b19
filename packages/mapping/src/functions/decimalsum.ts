import { defineFunction } from './definition.ts';
import { text } from '../check/type-algebra.ts';
import { alignedDecimals, decimalOf, decimalText } from '../compile/decimal-operator.ts';
import type { Exact } from '../evaluate/exact.ts';
import { flattened } from '../values/flattened.ts';

export const decimalsumFunction = defineFunction({
  name: 'DECIMALSUM',
  category: 'Aggregate',
  summary:
    'The exact sum of numbers, decimals as text and the items of lists, as a decimal; values that are nothing are left out. Of none it is 0.',
  parameters: [{ name: 'values', type: 'any', repeats: true }],
  returns: text,
  nulls: 'handled',

  examples: [
    { expr: "DECIMALSUM(['900719925474099312.45', null, 0.1])", result: '900719925474099312.55' },
    { expr: 'DECIMALSUM(0.1, 0.2)', result: '0.3' },
    { expr: 'DECIMALSUM([])', result: '0' },
  ],
  run: (frame, site, values) => {
    let sum: Exact = { digits: 0n, places: 0 };
    for (const value of flattened(values, frame, site)) {
      if (value === null) continue;
      const { left, right, places } = alignedDecimals(sum, decimalOf(value, frame, site), frame, site);
      sum = { digits: left + right, places };
    }
    return decimalText(sum, frame, site);
  },
});
