import { defineFunction } from './definition.ts';
import { integer } from '../check/type-algebra.ts';
import { daysOf } from '../dates/civil.ts';
import { readMoment } from '../dates/read-moment.ts';

/** Excel's kinds of count: the day that is the first (0 is Sunday), and its number. */
const counts: Readonly<Record<number, { readonly first: number; readonly from: number }>> = {
  1: { first: 0, from: 1 },
  2: { first: 1, from: 1 },
  3: { first: 1, from: 0 },
  11: { first: 1, from: 1 },
  12: { first: 2, from: 1 },
  13: { first: 3, from: 1 },
  14: { first: 4, from: 1 },
  15: { first: 5, from: 1 },
  16: { first: 6, from: 1 },
  17: { first: 0, from: 1 },
};

export const weekdayFunction = defineFunction({
  name: 'WEEKDAY',
  category: 'Date',
  summary:
    'The day of the week of a date, as it is written: 1 is Sunday and 7 Saturday; with 2 as count 1 is Monday and 7 Sunday. Also 3 and 11 to 17, as in spreadsheets.',
  parameters: [
    { name: 'date', type: 'date' },
    { name: 'count', type: 'number', optional: true },
  ],
  returns: integer,
  nulls: 'yieldsNull',

  examples: [
    { expr: "WEEKDAY('2026-03-29')", result: 1 },
    { expr: "WEEKDAY('2026-03-29', 2)", result: 7 },
    { expr: "WEEKDAY('2026-03-30T08:00:00Z', 3)", result: 0 },
  ],
  run: (_frame, site, date, count = 1) => {
    const kind = Object.hasOwn(counts, count) ? counts[count] : undefined;
    if (kind === undefined)
      throw site.error(
        'invalidValue',
        `${count} is no count of weekdays. Use 1 (Sunday is 1), 2 (Monday is 1), 3 or 11 to 17.`,
      );
    // 1 January 1970 was a Thursday.
    const fromSunday = (((daysOf(readMoment(date, site)) + 4) % 7) + 7) % 7;
    return ((fromSunday - kind.first + 7) % 7) + kind.from;
  },
});
