import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { dateText, momentText, validMoment } from '../dates/civil.ts';
import { parseByPattern, readablePattern } from '../dates/pattern.ts';
import { readMoment } from '../dates/read-moment.ts';

export const datevalueFunction = defineFunction({
  name: 'DATEVALUE',
  category: 'Date',
  summary: 'Text read as a date: by a pattern such as dd.MM.yyyy, or the date of an ISO text.',
  notes:
    'Letters that are read: `yyyy` or `yy` (2000 to 2099), `MM` or `M`, `dd` or `d`, `HH` or `H`, `mm` or `m`, `ss` or `s`, each once. A day that no calendar has is refused.',
  parameters: [
    { name: 'text', type: 'text' },
    { name: 'pattern', type: 'text', form: valueForms.readDatePattern, optional: true },
  ],
  // By a pattern it has a time where the pattern has one.
  returns: ({ length }) => (length === 1 ? { type: 'string', format: 'date' } : { type: 'string' }),
  nulls: 'yieldsNull',

  examples: [
    { expr: "DATEVALUE('29.03.2026', 'dd.MM.yyyy')", result: '2026-03-29' },
    { expr: "DATEVALUE('2026-03-29T01:58:44+01:00')", result: '2026-03-29' },
    { expr: "DATEVALUE('29.03.26 7:05', 'dd.MM.yy H:mm')", result: '2026-03-29T07:05:00' },
  ],
  run: (frame, site, text, pattern) => {
    frame.charge(20, site);
    frame.chargeScan(text.length, site);
    if (pattern === undefined) return dateText(readMoment(text, site));
    const parsed = parseByPattern(text, readablePattern(pattern, site));
    const moment = parsed === undefined ? undefined : validMoment(parsed);
    if (moment === undefined)
      throw site.error('invalidValue', `“${text.slice(0, 40)}” is no date of the form ${pattern}.`);
    return momentText(moment);
  },
});
