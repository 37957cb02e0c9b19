import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { fillingFor } from '../text/filling.ts';

export const padleftFunction = defineFunction({
  name: 'PADLEFT',
  category: 'Text',
  summary: 'The text filled up at its front to a length, with spaces or the given fill.',
  parameters: [
    { name: 'text', type: 'text' },
    { name: 'length', type: 'number', form: valueForms.count },
    { name: 'fill', type: 'text', optional: true },
  ],
  returns: { type: 'string' },
  nulls: 'yieldsNull',

  examples: [
    { expr: "PADLEFT(42, 6, '0')", result: '000042' },
    { expr: "PADLEFT('abc', 2)", result: 'abc' },
  ],
  run: (frame, site, text, length, fill) => fillingFor(text, { length, fill }, frame, site) + text,
});
