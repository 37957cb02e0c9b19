import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { momentText } from '../dates/civil.ts';
import { addToMoment } from '../dates/add.ts';
import { readMoment } from '../dates/read-moment.ts';

export const dateaddFunction = defineFunction({
  name: 'DATEADD',
  category: 'Date',
  summary:
    'A date moved by an amount of a unit: year, month, week, day, hour, minute or second. The last day of a month stays within its month.',
  notes:
    'Years, quarters and months keep the day, or take the last of a shorter month. Amounts are whole. Time is moved on the clock as it is written: the offset stays.',
  parameters: [
    { name: 'date', type: 'date' },
    { name: 'amount', type: 'number', form: valueForms.amount },
    { name: 'unit', type: 'text', form: valueForms.step },
  ],
  // A date stays one, unless it is moved by less than a day.
  returns: ([date = {}]) =>
    date.format === 'date-time' ? { type: 'string', format: 'date-time' } : { type: 'string' },
  nulls: 'yieldsNull',

  examples: [
    { expr: "DATEADD('2026-01-31', 1, 'month')", result: '2026-02-28' },
    { expr: "DATEADD('2026-03-29T23:30:00Z', 45, 'minutes')", result: '2026-03-30T00:15:00Z' },
    { expr: "DATEADD('2026-03-29', -1, 'week')", result: '2026-03-22' },
  ],
  run: (_frame, site, date, amount, unit) => momentText(addToMoment(readMoment(date, site), { amount, unit }, site)),
});
