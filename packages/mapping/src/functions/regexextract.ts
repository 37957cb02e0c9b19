import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { linearPattern, PatternSearch } from '../text/linear-pattern.ts';

export const regexextractFunction = defineFunction({
  name: 'REGEXEXTRACT',
  category: 'Pattern and encoding',
  summary:
    'What the pattern (RE2 syntax) finds first in the text: the group with that number, else the first group, else all of it. Nothing when it finds nothing.',
  notes:
    'Patterns are those of RE2, which take time in proportion to the text: there is no look-around and no reference back to a group. `(?i)` at the start ignores capitals. A pattern has at most 1,000 characters.',
  parameters: [
    { name: 'text', type: 'text' },
    { name: 'pattern', type: 'text', form: valueForms.regex },
    { name: 'group', type: 'number', optional: true },
  ],
  returns: { type: ['string', 'null'] },
  nulls: 'yieldsNull',

  examples: [
    { expr: "REGEXEXTRACT('order #1042', '#([0-9]+)')", result: '1042' },
    { expr: "REGEXEXTRACT('abc', '[0-9]')", result: null },
  ],
  run: (frame, site, text, pattern, group) => {
    const program = linearPattern(pattern, frame, site);
    const search = new PatternSearch(program, text, frame, site);
    if (!search.find()) return null;
    const groups = program.groupCount();
    const wanted = group ?? Math.min(1, groups);
    if (wanted >= 0 && wanted <= groups && Number.isInteger(wanted)) return search.group(wanted);
    throw site.error('invalidValue', `the pattern has no group ${wanted}.`);
  },
});
