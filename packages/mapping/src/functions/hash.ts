import { defineFunction } from './definition.ts';
import { sha256, utf8 } from '../text/bytes.ts';

export const hashFunction = defineFunction({
  name: 'HASH',
  category: 'Pattern and encoding',
  summary: 'The SHA-256 of the text as 64 hexadecimal digits.',
  parameters: [{ name: 'text', type: 'text' }],
  returns: { type: 'string' },
  nulls: 'yieldsNull',

  examples: [
    { expr: "HASH('abc')", result: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' },
    { expr: "LEFT(HASH(''), 8)", result: 'e3b0c442' },
  ],
  run: (frame, site, text) => {
    frame.chargeText(text.length * 4, site);
    frame.chargeScan(text.length * 64, site);
    return sha256(utf8(text));
  },
});
