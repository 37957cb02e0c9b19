import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { dateText, isoInstant } from '../dates/civil.ts';
import { inZone, zoneOffset } from '../dates/zone.ts';
import { readMoment } from '../dates/read-moment.ts';

export const todayFunction = defineFunction({
  name: 'TODAY',
  category: 'Date',
  summary: 'The date of the start of the run in a zone (UTC unless said).',
  parameters: [{ name: 'zone', type: 'text', form: valueForms.zone, optional: true }],
  returns: { type: 'string', format: 'date' },
  nulls: 'yieldsNull',
  varies: true,
  examples: [
    { expr: 'TODAY()', result: '2026-03-29' },
    { expr: "TODAY('Pacific/Auckland')", result: '2026-03-30' },
  ],
  run: (frame, site, zone = 'UTC') =>
    dateText(inZone(readMoment(isoInstant(frame.context.now), site), zoneOffset(zone, site), site)),
});
