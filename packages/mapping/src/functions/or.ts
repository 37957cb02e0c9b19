import { defineLazyFunction } from './definition.ts';
import { truthOf } from '../evaluate/value.ts';

export const orFunction = defineLazyFunction({
  name: 'OR',
  category: 'Logic',
  summary: 'Whether at least one condition holds; nothing counts as false.',
  parameters: [{ name: 'conditions', type: 'boolean', repeats: true }],
  returns: { type: 'boolean' },
  nulls: 'handled',

  examples: [
    { expr: 'OR(false, 1 < 2)', result: true },
    { expr: 'OR(false, null)', result: false },
  ],
  compile:
    ({ closures }, site) =>
    (frame) =>
      closures.some((closure) => truthOf(closure(frame), site)),
});
