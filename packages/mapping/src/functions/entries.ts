import { defineFunction } from './definition.ts';
import { own } from '../evaluate/value.ts';

export const entriesFunction = defineFunction({
  name: 'ENTRIES',
  category: 'Lookup and object',
  summary: 'The fields of a structure as a list of { key, value }.',
  parameters: [{ name: 'object', type: 'object' }],
  returns: { type: 'array', items: { type: 'object', properties: { key: { type: 'string' }, value: {} } } },
  nulls: 'yieldsNull',

  examples: [
    { expr: 'ENTRIES({ a: 1 })', result: [{ key: 'a', value: 1 }] },
    { expr: 'ENTRIES({})', result: [] },
  ],
  run: (frame, site, object) => {
    const keys = Object.keys(object);
    frame.chargeList(keys.length * 8, site);
    return keys.map((key) => ({ key, value: own(object, key) }));
  },
});
