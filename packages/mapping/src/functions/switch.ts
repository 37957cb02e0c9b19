import { defineLazyFunction } from './definition.ts';
import { nothing, unionOf } from '../check/type-algebra.ts';
import { equal } from '../evaluate/value.ts';
import { nil } from '../values/nil.ts';

export const switchFunction = defineLazyFunction({
  name: 'SWITCH',
  category: 'Logic',
  summary:
    'The value after the first case that equals the subject; else the last argument, when it stands alone, or nothing.',
  parameters: [
    { name: 'subject', type: 'any' },
    { name: 'case', type: 'any' },
    { name: 'value', type: 'any' },
    { name: 'more', type: 'any', repeats: true },
  ],
  returns: (args) =>
    unionOf([
      nothing,
      ...args.slice(1).filter((_, position, rest) => position % 2 === 1 || position === rest.length - 1),
    ]),
  nulls: 'handled',

  examples: [
    { expr: "SWITCH('N', 'N', 'NEW', 'P', 'PAID')", result: 'NEW' },
    { expr: "SWITCH('X', 'N', 'NEW', 'UNKNOWN')", result: 'UNKNOWN' },
  ],
  compile:
    ({ closures: [subject = nil, ...cases] }, site) =>
    (frame) => {
      const value = subject(frame);
      for (let at = 0; at + 1 < cases.length; at += 2) {
        frame.charge(1, site);
        if (equal(value, cases[at]?.(frame), frame, site)) return cases[at + 1]?.(frame) ?? null;
      }
      return cases.length % 2 === 1 ? (cases.at(-1)?.(frame) ?? null) : null;
    },
});
