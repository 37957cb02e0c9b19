import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { linearPattern } from '../text/linear-pattern.ts';
import { replaced } from '../text/replaced.ts';

export const regexreplaceFunction = defineFunction({
  name: 'REGEXREPLACE',
  category: 'Pattern and encoding',
  summary:
    'The text with every match of the pattern (RE2 syntax) exchanged for another text; $1 stands for the first group.',
  notes:
    'Patterns are those of RE2, which take time in proportion to the text: there is no look-around and no reference back to a group. `(?i)` at the start ignores capitals. A pattern has at most 1,000 characters.',
  parameters: [
    { name: 'text', type: 'text' },
    { name: 'pattern', type: 'text', form: valueForms.regex },
    { name: 'by', type: 'text' },
  ],
  returns: { type: ['string', 'null'] },
  nulls: 'handled',

  examples: [
    { expr: "REGEXREPLACE('a1b22', '[0-9]+', '#')", result: 'a#b#' },
    { expr: "REGEXREPLACE('Solheim Ingrid', '(\\S+) (\\S+)', '$2 $1')", result: 'Ingrid Solheim' },
  ],
  run: (frame, site, text, pattern, by) => {
    if (text === null || pattern === null) return null;
    return replaced(text, linearPattern(pattern, frame, site), by ?? '', { frame, site });
  },
});
