import { defineFunction } from './definition.ts';
import { isoInstant } from '../dates/civil.ts';

export const nowFunction = defineFunction({
  name: 'NOW',
  category: 'Date',
  summary: 'The start of the run as date and time in UTC; the same throughout a run.',
  parameters: [],
  returns: { type: 'string', format: 'date-time' },
  nulls: 'handled',
  varies: true,
  examples: [
    { expr: 'NOW()', result: '2026-03-29T12:00:00.000Z' },
    { expr: "FORMATDATE(NOW(), 'HH:mm')", result: '12:00' },
  ],
  run: (frame) => isoInstant(frame.context.now),
});
