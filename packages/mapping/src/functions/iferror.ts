import { defineLazyFunction } from './definition.ts';
import { unionOf } from '../check/type-algebra.ts';
import { EvaluationError } from '../evaluate/evaluation-error.ts';
import { failureSteps } from '../evaluate/frame.ts';
import { nil } from '../values/nil.ts';

export const iferrorFunction = defineLazyFunction({
  name: 'IFERROR',
  category: 'Logic',
  summary: 'The value, or the fallback when it cannot be worked out.',
  parameters: [
    { name: 'value', type: 'any' },
    { name: 'fallback', type: 'any' },
  ],
  returns: (args) => unionOf(args),
  nulls: 'handled',

  examples: [
    { expr: 'IFERROR(1 / 0, 0)', result: 0 },
    { expr: "IFERROR(NUMBER('12'), 0)", result: 12 },
  ],
  compile:
    ({ closures: [value = nil, fallback = nil] }, site) =>
    (frame) => {
      try {
        return value(frame);
      } catch (cause) {
        // A spent budget stays spent: caught here, a bomb would only begin anew.
        if (!(cause instanceof EvaluationError) || cause.code === 'budgetExceeded') throw cause;
        frame.charge(failureSteps, site);
        return fallback(frame);
      }
    },
});
