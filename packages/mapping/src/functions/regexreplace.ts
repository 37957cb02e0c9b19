import { defineLazyFunction } from './definition.ts';
import { textOf } from '../evaluate/value.ts';
import { patternCompiler } from '../text/linear-pattern.ts';

export const regexreplaceFunction = defineLazyFunction({
  name: 'REGEXREPLACE',
  category: 'Pattern and encoding',
  summary:
    'The text with every match of the pattern (RE2 syntax) exchanged for another text; $1 stands for the first group.',
  parameters: [
    { name: 'text', type: 'text' },
    { name: 'pattern', type: 'text' },
    { name: 'by', type: 'text' },
  ],
  returns: { type: ['string', 'null'] },
  nulls: 'handled',

  examples: [
    { expr: "REGEXREPLACE('a1b22', '[0-9]+', '#')", result: 'a#b#' },
    { expr: "REGEXREPLACE('Solheim Ingrid', '(\\S+) (\\S+)', '$2 $1')", result: 'Ingrid Solheim' },
  ],
  compile: ({ closures: [text, pattern, by] }, site) => {
    const compile = patternCompiler(site);
    return (frame) => {
      const subject = text?.(frame) ?? null;
      const source = pattern?.(frame) ?? null;
      if (subject === null || source === null) return null;
      const read = textOf(subject, site);
      const written = textOf(by?.(frame), site);
      frame.chargeScan(read.length * 16, site);
      // Every position may match, and each `$n` may bring the whole match again.
      const groups = written.split('$').length - 1;
      frame.chargeText((read.length + 1) * written.length + read.length * (1 + groups), site);
      return compile(textOf(source, site), frame).matcher(read).replaceAll(written);
    };
  },
});
