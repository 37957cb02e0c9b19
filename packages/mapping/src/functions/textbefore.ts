import { defineFunction } from './definition.ts';
import { placeOf } from '../text/place-of.ts';

export const textbeforeFunction = defineFunction({
  name: 'TEXTBEFORE',
  category: 'Text',
  summary:
    'What stands before the delimiter, the first or the one with that number (−1 is the last), or nothing when there is none.',
  parameters: [
    { name: 'text', type: 'text' },
    { name: 'delimiter', type: 'text' },
    { name: 'occurrence', type: 'number', optional: true },
  ],
  returns: { type: ['string', 'null'] },
  nulls: 'yieldsNull',

  examples: [
    { expr: "TEXTBEFORE('ingrid@example.com', '@')", result: 'ingrid' },
    { expr: "TEXTBEFORE('abc', '@')", result: null },
    { expr: "TEXTBEFORE('a/b/c', '/', -1)", result: 'a/b' },
  ],
  run: (frame, site, text, delimiter, occurrence = 1) => {
    frame.chargeText(text.length, site);
    const at = placeOf(text, { delimiter, occurrence }, site);
    return at === undefined ? null : text.slice(0, at);
  },
});
