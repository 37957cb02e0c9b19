import { defineFunction } from './definition.ts';
import { slugOf } from '../text/slug.ts';

export const slugFunction = defineFunction({
  name: 'SLUG',
  category: 'Pattern and encoding',
  summary:
    'The text as a name for addresses and files: small letters and digits without accents, all else a separator (- unless said).',
  notes: 'Accents go (`é` is `e`), as do joined letters (`æ` is `ae`, `ß` is `ss`). Letters of other scripts stay.',
  parameters: [
    { name: 'text', type: 'text' },
    { name: 'separator', type: 'text', optional: true },
  ],
  returns: { type: 'string' },
  nulls: 'yieldsNull',

  examples: [
    { expr: "SLUG('Crème Brûlée & Café')", result: 'creme-brulee-cafe' },
    { expr: "SLUG('Lærkevej 3, 2. tv', '_')", result: 'laerkevej_3_2_tv' },
    { expr: "SLUG(' – ')", result: '' },
  ],
  run: (frame, site, text, separator = '-') => {
    // One character may become 18 (U+FDFA), and each of them may be followed by a separator.
    frame.chargeText(text.length * (18 + separator.length), site);
    return slugOf(text, separator);
  },
});
