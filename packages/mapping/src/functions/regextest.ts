import { defineLazyFunction } from './definition.ts';
import { textOf } from '../evaluate/value.ts';
import { patternCompiler } from '../text/linear-pattern.ts';

export const regextestFunction = defineLazyFunction({
  name: 'REGEXTEST',
  category: 'Pattern and encoding',
  summary: 'Whether the pattern (RE2 syntax) is found in the text.',
  parameters: [
    { name: 'text', type: 'text' },
    { name: 'pattern', type: 'text' },
  ],
  returns: { type: 'boolean' },
  nulls: 'handled',

  examples: [
    { expr: "REGEXTEST('5003', '^[0-9]{4}$')", result: true },
    { expr: "REGEXTEST(null, 'a')", result: false },
  ],
  compile: ({ closures: [text, pattern] }, site) => {
    const compile = patternCompiler(site);
    return (frame) => {
      const subject = text?.(frame) ?? null;
      const source = pattern?.(frame) ?? null;
      if (subject === null || source === null) return false;
      const read = textOf(subject, site);
      frame.chargeScan(read.length * 16, site);
      return compile(textOf(source, site), frame).test(read);
    };
  },
});
