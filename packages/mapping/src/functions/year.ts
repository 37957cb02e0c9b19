import { defineFunction } from './definition.ts';
import { readMoment } from '../dates/read-moment.ts';

export const yearFunction = defineFunction({
  name: 'YEAR',
  category: 'Date',
  summary: 'The year of a date, as it is written.',
  parameters: [{ name: 'date', type: 'date' }],
  returns: { type: 'integer' },
  nulls: 'yieldsNull',

  examples: [
    { expr: "YEAR('2026-03-29T01:58:44+01:00')", result: 2026 },
    { expr: 'YEAR(null)', result: null },
  ],
  run: (_frame, site, date) => readMoment(date, site).year,
});
