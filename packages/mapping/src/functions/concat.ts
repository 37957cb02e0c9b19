import { defineFunction } from './definition.ts';
import { textOf } from '../evaluate/value.ts';
import { flattened } from '../values/flattened.ts';

export const concatFunction = defineFunction({
  name: 'CONCAT',
  category: 'Text',
  summary: 'Joins values, and the items of lists, into one text. Nothing counts as empty text.',
  parameters: [{ name: 'values', type: 'any', each: 'text', repeats: true }],
  returns: { type: 'string' },
  nulls: 'handled',

  examples: [
    { expr: "CONCAT('a', 1, null, ['b', 'c'])", result: 'a1bc' },
    { expr: 'CONCAT()', result: '' },
  ],
  run: (frame, site, values) => {
    let text = '';
    for (const value of flattened(values, frame, site)) {
      const piece = textOf(value, site);
      frame.charge(1, site);
      frame.checkLength(text.length + piece.length, site);
      text += piece;
    }
    frame.chargeText(text.length, site);
    return text;
  },
});
