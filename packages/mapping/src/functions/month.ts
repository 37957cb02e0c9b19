import { defineFunction } from './definition.ts';
import { readMoment } from '../dates/read-moment.ts';

export const monthFunction = defineFunction({
  name: 'MONTH',
  category: 'Date',
  summary: 'The month of a date, as it is written.',
  parameters: [{ name: 'date', type: 'date' }],
  returns: { type: 'integer' },
  nulls: 'yieldsNull',

  examples: [
    { expr: "MONTH('2026-03-29T01:58:44+01:00')", result: 3 },
    { expr: 'MONTH(null)', result: null },
  ],
  run: (_frame, site, date) => readMoment(date, site).month,
});
