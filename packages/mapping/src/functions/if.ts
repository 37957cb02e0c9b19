import { defineLazyFunction } from './definition.ts';
import { nothing, unionOf } from '../check/type-algebra.ts';
import { truthOf } from '../evaluate/value.ts';
import { nil } from '../values/nil.ts';

export const ifFunction = defineLazyFunction({
  name: 'IF',
  category: 'Logic',
  summary: 'One value when the condition holds, another (or nothing) when it does not.',
  parameters: [
    { name: 'condition', type: 'boolean' },
    { name: 'then', type: 'any' },
    { name: 'otherwise', type: 'any', optional: true },
  ],
  returns: ([, then = {}, otherwise = nothing]) => unionOf([then, otherwise]),
  nulls: 'handled',

  examples: [
    { expr: "IF(2 > 1, 'yes', 'no')", result: 'yes' },
    { expr: "IF(null, 'yes')", result: null },
  ],
  compile:
    ({ closures: [condition = nil, then = nil, otherwise = nil] }, site) =>
    (frame) =>
      truthOf(condition(frame), site) ? then(frame) : otherwise(frame),
});
