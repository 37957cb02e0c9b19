import { defineFunction } from './definition.ts';
import { integer } from '../check/type-algebra.ts';
import { civilFromDays, daysFromCivil, daysOf } from '../dates/civil.ts';
import { readMoment } from '../dates/read-moment.ts';

export const isoweeknumFunction = defineFunction({
  name: 'ISOWEEKNUM',
  category: 'Date',
  summary:
    'The number of the week of a date by ISO 8601: weeks begin on Monday, the first holds the first Thursday of the year.',
  parameters: [{ name: 'date', type: 'date' }],
  returns: integer,
  nulls: 'yieldsNull',

  examples: [
    { expr: "ISOWEEKNUM('2026-01-01')", result: 1 },
    { expr: "ISOWEEKNUM('2027-01-01')", result: 53 },
    { expr: "ISOWEEKNUM('2024-12-30')", result: 1 },
  ],
  run: (_frame, site, date) => {
    const days = daysOf(readMoment(date, site));
    const fromMonday = (((days + 3) % 7) + 7) % 7;
    const thursday = days - fromMonday + 3;
    return Math.floor((thursday - daysFromCivil(civilFromDays(thursday).year, 1, 1)) / 7) + 1;
  },
});
