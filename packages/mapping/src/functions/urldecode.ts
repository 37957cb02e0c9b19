import { defineFunction } from './definition.ts';

export const urldecodeFunction = defineFunction({
  name: 'URLDECODE',
  category: 'Pattern and encoding',
  summary: 'The text of a part of an address, %XX read as UTF-8. A plus sign stays one.',
  parameters: [{ name: 'text', type: 'text' }],
  returns: { type: 'string' },
  nulls: 'yieldsNull',

  examples: [
    { expr: "URLDECODE('a%20b%26c%3D%C3%98')", result: 'a b&c=Ø' },
    { expr: "URLDECODE(SUBSTITUTE('a+b', '+', ' '))", result: 'a b' },
  ],
  run: (frame, site, text) => {
    frame.chargeText(text.length, site);
    frame.chargeScan(text.length * 8, site);
    try {
      return decodeURIComponent(text);
    } catch (cause) {
      if (!(cause instanceof URIError)) throw cause;
      throw site.error(
        'invalidValue',
        'a % is not followed by two hexadecimal digits of UTF-8. Write %25 for the sign itself.',
      );
    }
  },
});
