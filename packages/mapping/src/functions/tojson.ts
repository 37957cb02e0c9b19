import { defineFunction } from './definition.ts';
import { jsonLength } from '../values/json-length.ts';

export const tojsonFunction = defineFunction({
  name: 'TOJSON',
  category: 'Convert',
  summary: 'The value as JSON text.',
  parameters: [{ name: 'value', type: 'any' }],
  returns: { type: 'string' },
  nulls: 'handled',

  examples: [
    { expr: 'TOJSON({ a: [1, null] })', result: '{"a":[1,null]}' },
    { expr: 'TOJSON(null)', result: 'null' },
  ],
  run: (frame, site, value) => {
    frame.chargeText(jsonLength(value, frame, site), site);
    return JSON.stringify(value);
  },
});
