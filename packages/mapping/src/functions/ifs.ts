import { defineLazyFunction } from './definition.ts';
import { nothing, unionOf } from '../check/type-algebra.ts';
import { truthOf } from '../evaluate/value.ts';

export const ifsFunction = defineLazyFunction({
  name: 'IFS',
  category: 'Logic',
  summary:
    'The value after the first condition that holds; nothing when none does. Write true as the last condition for all other cases.',
  parameters: [
    { name: 'condition', type: 'boolean' },
    { name: 'value', type: 'any' },
    { name: 'more', type: 'any', repeats: true },
  ],
  returns: (args) => unionOf([nothing, ...args.filter((_, position) => position % 2 === 1)]),
  nulls: 'handled',

  examples: [
    { expr: "IFS(q >= 10, 'L', q >= 5, 'M', true, 'S')", result: 'M', scope: { q: 7 } },
    { expr: 'IFS(false, 1)', result: null },
  ],
  compile: ({ closures }, site) => {
    if (closures.length % 2 === 1) throw site.error('invalidValue', 'conditions and values come in pairs.');
    return (frame) => {
      for (let at = 0; at < closures.length; at += 2) {
        if (truthOf(closures[at]?.(frame) ?? null, site)) return closures[at + 1]?.(frame) ?? null;
      }
      return null;
    };
  },
});
