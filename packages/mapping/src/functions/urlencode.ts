import { defineFunction } from './definition.ts';
import { percentLength } from '../text/percent-length.ts';

export const urlencodeFunction = defineFunction({
  name: 'URLENCODE',
  category: 'Pattern and encoding',
  summary: 'The text as one part of an address: all but letters, digits and - _ . ! ~ * ( ) and the apostrophe as %XX.',
  parameters: [{ name: 'text', type: 'text' }],
  returns: { type: 'string' },
  nulls: 'yieldsNull',

  examples: [
    { expr: "URLENCODE('a b&c=Ø')", result: 'a%20b%26c%3D%C3%98' },
    { expr: 'URLENCODE(null)', result: null },
  ],
  run: (frame, site, text) => {
    frame.chargeScan(text.length * 8, site);
    frame.chargeText(percentLength(text), site);
    if (text.isWellFormed()) return encodeURIComponent(text);
    throw site.error('invalidValue', 'the text holds half of a character (a lone surrogate), which has no bytes.');
  },
});
