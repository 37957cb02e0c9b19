import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { isFound, linearPattern } from '../text/linear-pattern.ts';

export const regextestFunction = defineFunction({
  name: 'REGEXTEST',
  category: 'Pattern and encoding',
  summary: 'Whether the pattern (RE2 syntax) is found in the text.',
  notes:
    'Patterns are those of RE2, which take time in proportion to the text: there is no look-around and no reference back to a group. `(?i)` at the start ignores capitals. A pattern has at most 1,000 characters.',
  parameters: [
    { name: 'text', type: 'text' },
    { name: 'pattern', type: 'text', form: valueForms.regex },
  ],
  returns: { type: 'boolean' },
  nulls: 'handled',

  examples: [
    { expr: "REGEXTEST('5003', '^[0-9]{4}$')", result: true },
    { expr: "REGEXTEST(null, 'a')", result: false },
  ],
  run: (frame, site, text, pattern) => {
    if (text === null || pattern === null) return false;
    return isFound(linearPattern(pattern, frame, site), text, frame, site);
  },
});
