import { defineFunction } from './definition.ts';
import { isObject, kindOf, own, put, textOf } from '../evaluate/value.ts';

export const fromentriesFunction = defineFunction({
  name: 'FROMENTRIES',
  category: 'Lookup and object',
  summary: 'A structure from a list of { key, value } (or { name, value }); a later one wins.',
  parameters: [{ name: 'entries', type: 'list' }],
  returns: { type: 'object' },
  nulls: 'handled',

  examples: [
    { expr: "FROMENTRIES([{ key: 'a', value: 1 }])", result: { a: 1 } },
    { expr: 'FROMENTRIES(n).gift', result: 'true', scope: { n: [{ name: 'gift', value: 'true' }] } },
  ],
  run: (frame, site, entries) => {
    frame.chargeObject(entries.length, site);
    const object: Record<string, unknown> = {};
    for (const entry of entries) {
      if (!isObject(entry))
        throw site.error('typeMismatch', `needs items with key and value, but one is ${kindOf(entry)}.`);
      put(object, textOf(own(entry, Object.hasOwn(entry, 'key') ? 'key' : 'name'), site), own(entry, 'value'));
    }
    return object;
  },
});
