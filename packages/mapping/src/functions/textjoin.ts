import { defineFunction } from './definition.ts';
import { textOf } from '../evaluate/value.ts';
import { flattened } from '../values/flattened.ts';

export const textjoinFunction = defineFunction({
  name: 'TEXTJOIN',
  category: 'Text',
  summary:
    'Joins values, and the items of lists, with a separator between them; blank ones are left out when skipBlank is true.',
  parameters: [
    { name: 'separator', type: 'text' },
    { name: 'skipBlank', type: 'boolean' },
    { name: 'values', type: 'any', each: 'text', repeats: true },
  ],
  returns: { type: 'string' },
  nulls: 'handled',

  examples: [
    { expr: "TEXTJOIN(', ', true, 'Lærkevej 3', '', '2. tv')", result: 'Lærkevej 3, 2. tv' },
    { expr: "TEXTJOIN('-', false, ['a', null, 'b'])", result: 'a--b' },
    {
      expr: "TEXTJOIN('; ', true, MAP(p, x -> x.name & ': ' & x.value))",
      result: 'engraving: I.S.',
      scope: { p: [{ name: 'engraving', value: 'I.S.' }] },
    },
  ],
  run: (frame, site, delimiter, skipBlank, values) => {
    const separator = delimiter ?? '';
    let text = '';
    let first = true;
    for (const value of flattened(values, frame, site)) {
      const piece = textOf(value, site);
      if (skipBlank && piece === '') continue;
      frame.charge(1, site);
      frame.checkLength(text.length + separator.length + piece.length, site);
      text += first ? piece : separator + piece;
      first = false;
    }
    frame.chargeText(text.length, site);
    return text;
  },
});
