import { defineFunction } from './definition.ts';
import { placeOf } from '../text/place-of.ts';

export const textafterFunction = defineFunction({
  name: 'TEXTAFTER',
  category: 'Text',
  summary:
    'What stands after the delimiter, the first or the one with that number (−1 is the last), or nothing when there is none.',
  parameters: [
    { name: 'text', type: 'text' },
    { name: 'delimiter', type: 'text' },
    { name: 'occurrence', type: 'number', optional: true },
  ],
  returns: { type: ['string', 'null'] },
  nulls: 'yieldsNull',

  examples: [
    { expr: "TEXTAFTER('ingrid@example.com', '@')", result: 'example.com' },
    { expr: "TEXTAFTER('abc', '@')", result: null },
    { expr: "TEXTAFTER('a/b/c', '/', -1)", result: 'c' },
  ],
  run: (frame, site, text, delimiter, occurrence = 1) => {
    frame.chargeText(text.length, site);
    const at = placeOf(text, { delimiter, occurrence }, site);
    return at === undefined ? null : text.slice(at + delimiter.length);
  },
});
