import { defineFunction } from './definition.ts';

export const keysFunction = defineFunction({
  name: 'KEYS',
  category: 'Lookup and object',
  summary: 'The names of the fields of a structure.',
  parameters: [{ name: 'object', type: 'object' }],
  returns: { type: 'array', items: { type: 'string' } },
  nulls: 'yieldsNull',

  examples: [
    { expr: 'KEYS({ a: 1, b: 2 })', result: ['a', 'b'] },
    { expr: 'KEYS(null)', result: null },
  ],
  run: (frame, site, object) => {
    const keys = Object.keys(object);
    frame.chargeList(keys.length, site);
    return keys;
  },
});
