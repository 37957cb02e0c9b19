import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { integer } from '../check/type-algebra.ts';
import { differenceOf } from '../dates/difference.ts';
import { readMoment } from '../dates/read-moment.ts';

export const datedifFunction = defineFunction({
  name: 'DATEDIF',
  category: 'Date',
  summary:
    'How many whole units lie between two dates, below zero when the second is earlier: year, month, week and day by the dates as they are written, hour, minute and second by the time that passed. Also Y, M, D, YM, YD and MD, as in spreadsheets.',
  notes:
    'A unit is whole when its end is reached: from 31 January to 29 March it is one month. Years, months, weeks and days look at the dates only; `YM` is the months beyond whole years, `YD` the days beyond whole years, `MD` the days beyond whole months. Hours, minutes and seconds need two times that both have a zone, or both none.',
  parameters: [
    { name: 'from', type: 'date' },
    { name: 'to', type: 'date' },
    { name: 'unit', type: 'text', form: valueForms.counted },
  ],
  returns: integer,
  nulls: 'yieldsNull',

  examples: [
    { expr: "DATEDIF('2026-01-31', '2026-03-29', 'month')", result: 1 },
    { expr: "DATEDIF('2026-03-29', '2026-03-01', 'days')", result: -28 },
    { expr: "DATEDIF('2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+02:00', 'hours')", result: 23 },
  ],
  run: (_frame, site, from, to, unit) =>
    differenceOf({ from: readMoment(from, site), to: readMoment(to, site) }, unit, site),
});
