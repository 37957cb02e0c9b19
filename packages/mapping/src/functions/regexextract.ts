import { defineLazyFunction } from './definition.ts';
import { numberOf, textOf } from '../evaluate/value.ts';
import { patternCompiler } from '../text/linear-pattern.ts';

export const regexextractFunction = defineLazyFunction({
  name: 'REGEXEXTRACT',
  category: 'Pattern and encoding',
  summary:
    'What the pattern (RE2 syntax) finds first in the text: the group with that number, else the first group, else all of it. Nothing when it finds nothing.',
  parameters: [
    { name: 'text', type: 'text' },
    { name: 'pattern', type: 'text' },
    { name: 'group', type: 'number', optional: true },
  ],
  returns: { type: ['string', 'null'] },
  nulls: 'handled',

  examples: [
    { expr: "REGEXEXTRACT('order #1042', '#([0-9]+)')", result: '1042' },
    { expr: "REGEXEXTRACT('abc', '[0-9]')", result: null },
  ],
  compile: ({ closures: [text, pattern, group] }, site) => {
    const compile = patternCompiler(site);
    return (frame) => {
      const subject = text?.(frame) ?? null;
      const source = pattern?.(frame) ?? null;
      if (subject === null || source === null) return null;
      const read = textOf(subject, site);
      frame.chargeScan(read.length * 16, site);
      const matcher = compile(textOf(source, site), frame).matcher(read);
      if (!matcher.find()) return null;
      const wanted = group?.(frame) ?? Math.min(1, matcher.groupCount());
      const number = numberOf(wanted, site);
      if (number >= 0 && number <= matcher.groupCount() && Number.isInteger(number)) return matcher.group(number);
      throw site.error('invalidValue', `the pattern has no group ${number}.`);
    };
  },
});
