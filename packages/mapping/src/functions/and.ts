import { defineLazyFunction } from './definition.ts';
import { truthOf } from '../evaluate/value.ts';

export const andFunction = defineLazyFunction({
  name: 'AND',
  category: 'Logic',
  summary: 'Whether all conditions hold; nothing counts as false.',
  parameters: [{ name: 'conditions', type: 'boolean', repeats: true }],
  returns: { type: 'boolean' },
  nulls: 'handled',

  examples: [
    { expr: 'AND(true, 1 < 2)', result: true },
    { expr: 'AND(true, null)', result: false },
  ],
  compile:
    ({ closures }, site) =>
    (frame) =>
      closures.every((closure) => truthOf(closure(frame), site)),
});
