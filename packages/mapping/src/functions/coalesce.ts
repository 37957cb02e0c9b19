import { defineLazyFunction } from './definition.ts';
import { unionOf, withoutNull } from '../check/type-algebra.ts';

export const coalesceFunction = defineLazyFunction({
  name: 'COALESCE',
  category: 'Logic',
  summary: 'The first value that is not nothing.',
  parameters: [{ name: 'values', type: 'any', repeats: true }],
  returns: (args) => unionOf(args.map((arg, position) => (position < args.length - 1 ? withoutNull(arg) : arg))),
  nulls: 'handled',

  examples: [
    { expr: "COALESCE(null, 'a', 'b')", result: 'a' },
    { expr: 'COALESCE(null)', result: null },
  ],
  compile:
    ({ closures }) =>
    (frame) => {
      for (const closure of closures) {
        const value = closure(frame);
        if (value !== null) return value;
      }
      return null;
    },
});
