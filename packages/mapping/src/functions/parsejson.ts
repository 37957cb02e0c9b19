import { defineFunction } from './definition.ts';
import { readJsonText } from '@patchbay/model/schema';

export const parsejsonFunction = defineFunction({
  name: 'PARSEJSON',
  category: 'Convert',
  summary:
    'JSON text as a value. Whole numbers beyond 2^53 and fractions of more than 17 digits, 15 of them whole, stay text, digit for digit.',
  parameters: [{ name: 'text', type: 'text' }],
  returns: {},
  nulls: 'yieldsNull',

  examples: [
    { expr: 'PARSEJSON(\'{"a": 1}\').a', result: 1 },
    { expr: "PARSEJSON('[90071992547409931]')", result: ['90071992547409931'] },
  ],
  run: (frame, site, text) => {
    frame.chargeText(text.length, site);
    frame.charge(text.length >> 2, site);
    const parsed = readJsonText(text);
    if (parsed.ok) return parsed.value;
    throw site.error('invalidValue', `the text is no JSON: ${parsed.reason} (character ${parsed.offset + 1}).`);
  },
});
