import { defineFunction } from './definition.ts';
import type { DataSchema } from '@patchbay/model/schema';
import { isObject, kindOf, own, put } from '../evaluate/value.ts';
const mergedType = (types: readonly DataSchema[]): DataSchema =>
  types.every((type) => type.properties !== undefined)
    ? {
        type: 'object',
        properties: Object.assign({}, ...types.map((type) => type.properties)) as Record<string, DataSchema>,
      }
    : { type: 'object' };

export const mergeFunction = defineFunction({
  name: 'MERGE',
  category: 'Lookup and object',
  summary: 'One structure with the fields of all; a later one wins, what is nothing adds none.',
  parameters: [{ name: 'objects', type: 'any', repeats: true }],
  returns: (args) => mergedType(args),
  nulls: 'handled',

  examples: [
    { expr: 'MERGE({ a: 1, b: 1 }, { b: 2 })', result: { a: 1, b: 2 } },
    { expr: 'MERGE(null, { a: 1 })', result: { a: 1 } },
  ],
  run: (frame, site, objects) => {
    const merged: Record<string, unknown> = {};
    for (const object of objects) {
      if (object === null) continue;
      if (!isObject(object))
        throw site.error('typeMismatch', `needs structures with named fields, but this is ${kindOf(object)}.`);
      const keys = Object.keys(object);
      frame.chargeObject(keys.length, site);
      for (const key of keys) put(merged, key, own(object, key));
    }
    return merged;
  },
});
