import { defineFunction } from './definition.ts';
import { readMoment } from '../dates/read-moment.ts';

export const dayFunction = defineFunction({
  name: 'DAY',
  category: 'Date',
  summary: 'The day of a date, as it is written.',
  parameters: [{ name: 'date', type: 'date' }],
  returns: { type: 'integer' },
  nulls: 'yieldsNull',

  examples: [
    { expr: "DAY('2026-03-29T01:58:44+01:00')", result: 29 },
    { expr: 'DAY(null)', result: null },
  ],
  run: (_frame, site, date) => readMoment(date, site).day,
});
