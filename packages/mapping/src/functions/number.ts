import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { readNumber } from '../values/read-number.ts';

export const numberFunction = defineFunction({
  name: 'NUMBER',
  category: 'Convert',
  summary: 'Text as a number; the decimal separator is a point unless another is given. Blank text is nothing.',
  parameters: [
    { name: 'value', type: 'any' },
    { name: 'separator', type: 'text', form: valueForms.separator, optional: true },
  ],
  returns: { type: ['number', 'null'] },
  nulls: 'yieldsNull',

  examples: [
    { expr: "NUMBER('12.90')", result: 12.9 },
    { expr: "NUMBER('1.234,50', ',')", result: 1234.5 },
    { expr: "NUMBER('')", result: null },
  ],
  run: (frame, site, value, separator = '.') => {
    if (typeof value === 'string') frame.chargeScan(value.length, site);
    return readNumber(value, separator, site);
  },
});
