import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { addToMoment } from '../dates/add.ts';
import { dateText, daysInMonth } from '../dates/civil.ts';
import { readMoment } from '../dates/read-moment.ts';

export const eomonthFunction = defineFunction({
  name: 'EOMONTH',
  category: 'Date',
  summary: 'The last day of the month of a date, or of the month so many later (earlier when below zero).',
  parameters: [
    { name: 'date', type: 'date' },
    { name: 'months', type: 'number', form: valueForms.amount, optional: true },
  ],
  returns: { type: 'string', format: 'date' },
  nulls: 'yieldsNull',

  examples: [
    { expr: "EOMONTH('2026-02-10')", result: '2026-02-28' },
    { expr: "EOMONTH('2026-01-31', 1)", result: '2026-02-28' },
    { expr: "EOMONTH('2024-03-29T01:58:44+01:00', -1)", result: '2024-02-29' },
  ],
  run: (_frame, site, date, months = 0) => {
    const moved = addToMoment(readMoment(date, site), { amount: months, unit: 'month' }, site);
    return dateText({ ...moved, day: daysInMonth(moved.year, moved.month) });
  },
});
