import { defineFunction } from './definition.ts';
import { reversed } from '../text/code-points.ts';

export const reverseFunction = defineFunction({
  name: 'REVERSE',
  category: 'Text',
  summary: 'The characters of the text from last to first. Lists are turned with REVERSELIST.',
  parameters: [{ name: 'text', type: 'text' }],
  returns: { type: 'string' },
  nulls: 'yieldsNull',

  examples: [
    { expr: "REVERSE('abc')", result: 'cba' },
    { expr: "REVERSE('a😀')", result: '😀a' },
  ],
  run: (frame, site, text) => {
    frame.chargeText(text.length, site);
    frame.chargeScan(text.length * 8, site);
    return reversed(text);
  },
});
