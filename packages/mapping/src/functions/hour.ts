import { defineFunction } from './definition.ts';
import { readMoment } from '../dates/read-moment.ts';

export const hourFunction = defineFunction({
  name: 'HOUR',
  category: 'Date',
  summary: 'The hour of a date, as it is written.',
  parameters: [{ name: 'date', type: 'date' }],
  returns: { type: 'integer' },
  nulls: 'yieldsNull',

  examples: [
    { expr: "HOUR('2026-03-29T01:58:44+01:00')", result: 1 },
    { expr: 'HOUR(null)', result: null },
  ],
  run: (_frame, site, date) => readMoment(date, site).hour,
});
