import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { fillingFor } from '../text/filling.ts';

export const padrightFunction = defineFunction({
  name: 'PADRIGHT',
  category: 'Text',
  summary: 'The text filled up at its end to a length, with spaces or the given fill.',
  parameters: [
    { name: 'text', type: 'text' },
    { name: 'length', type: 'number', form: valueForms.count },
    { name: 'fill', type: 'text', optional: true },
  ],
  returns: { type: 'string' },
  nulls: 'yieldsNull',

  examples: [
    { expr: "PADRIGHT('ab', 4, '.')", result: 'ab..' },
    { expr: "PADRIGHT('abc', 2)", result: 'abc' },
  ],
  run: (frame, site, text, length, fill) => text + fillingFor(text, { length, fill }, frame, site),
});
