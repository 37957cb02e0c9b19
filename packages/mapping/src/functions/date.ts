import { defineFunction } from './definition.ts';
import { civilFromDays, dateText, daysFromCivil, isInRange, midnight } from '../dates/civil.ts';

export const dateFunction = defineFunction({
  name: 'DATE',
  category: 'Date',
  summary:
    'The date of a year, month and day. Months beyond 12 and days beyond the month run on; day 0 is the last day of the month before.',
  notes: 'Fractions are cut off. A year is taken as it is: 26 is the year 26.',
  parameters: [
    { name: 'year', type: 'number' },
    { name: 'month', type: 'number' },
    { name: 'day', type: 'number' },
  ],
  returns: { type: 'string', format: 'date' },
  nulls: 'yieldsNull',

  examples: [
    { expr: 'DATE(2026, 3, 29)', result: '2026-03-29' },
    { expr: 'DATE(2026, 13, 1)', result: '2027-01-01' },
    { expr: 'DATE(2026, 3, 0)', result: '2026-02-28' },
  ],
  run: (_frame, site, year, month, day) => {
    const [y, m, d] = [Math.trunc(year), Math.trunc(month), Math.trunc(day)];
    if (Math.max(Math.abs(y), Math.abs(m), Math.abs(d)) > 1e7)
      throw site.error('invalidValue', 'the date is out of range.');
    const months = y * 12 + m - 1;
    const first = daysFromCivil(Math.floor(months / 12), (((months % 12) + 12) % 12) + 1, 1);
    const days = first + d - 1;
    if (!isInRange(days * 86_400)) throw site.error('invalidValue', 'the date is out of range.');
    return dateText({ ...midnight, ...civilFromDays(days) });
  },
});
