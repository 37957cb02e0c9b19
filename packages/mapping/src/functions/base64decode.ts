import { defineFunction } from './definition.ts';
import { fromBase64, fromUtf8 } from '../text/bytes.ts';

export const base64decodeFunction = defineFunction({
  name: 'BASE64DECODE',
  category: 'Pattern and encoding',
  summary: 'The text whose UTF-8 bytes stand in Base64, of the usual or of the URL-safe alphabet, padded or not.',
  parameters: [{ name: 'text', type: 'text' }],
  returns: { type: 'string' },
  nulls: 'yieldsNull',

  examples: [
    { expr: "BASE64DECODE('w5h5')", result: 'Øy' },
    { expr: "BASE64DECODE('YQ')", result: 'a' },
    { expr: "BASE64DECODE(BASE64ENCODE('😀'))", result: '😀' },
  ],
  run: (frame, site, text) => {
    frame.chargeText(text.length, site);
    frame.chargeScan(text.length * 16, site);
    const bytes = fromBase64(text);
    if (bytes === undefined)
      throw site.error('invalidValue', 'the text is no Base64: it holds other characters, or its end is missing.');
    const decoded = fromUtf8(bytes);
    if (decoded === undefined)
      throw site.error('invalidValue', 'the bytes are no text in UTF-8. Files stay in Base64 inside of mappings.');
    return decoded;
  },
});
