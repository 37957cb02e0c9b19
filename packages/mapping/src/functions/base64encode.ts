import { defineFunction } from './definition.ts';
import { base64, utf8 } from '../text/bytes.ts';

export const base64encodeFunction = defineFunction({
  name: 'BASE64ENCODE',
  category: 'Pattern and encoding',
  summary: 'The text as Base64 of its UTF-8 bytes.',
  parameters: [{ name: 'text', type: 'text' }],
  returns: { type: 'string' },
  nulls: 'yieldsNull',

  examples: [
    { expr: "BASE64ENCODE('Øy')", result: 'w5h5' },
    { expr: "BASE64ENCODE('a')", result: 'YQ==' },
  ],
  run: (frame, site, text) => {
    frame.chargeText(text.length * 4, site);
    frame.chargeScan(text.length * 32, site);
    return base64(utf8(text));
  },
});
