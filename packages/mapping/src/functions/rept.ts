import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { countOf } from '../values/counts.ts';

export const reptFunction = defineFunction({
  name: 'REPT',
  category: 'Text',
  summary: 'The text, so many times.',
  parameters: [
    { name: 'text', type: 'text' },
    { name: 'count', type: 'number', form: valueForms.count },
  ],
  returns: { type: 'string' },
  nulls: 'yieldsNull',

  examples: [
    { expr: "REPT('-', 5)", result: '-----' },
    { expr: "REPT('ab', 0)", result: '' },
  ],
  run: (frame, site, text, count) => {
    const times = countOf(count, site);
    if (text === '') return '';
    frame.chargeText(text.length * times, site);
    return text.repeat(times);
  },
});
