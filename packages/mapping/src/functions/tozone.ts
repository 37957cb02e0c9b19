import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { momentText } from '../dates/civil.ts';
import { inZone, localInZone, zoneOffset } from '../dates/zone.ts';
import { withZone } from '../dates/with-zone.ts';
import { readMoment } from '../dates/read-moment.ts';

export const tozoneFunction = defineFunction({
  name: 'TOZONE',
  category: 'Date',
  summary:
    'The same instant on the clock of another zone, such as UTC or Europe/Berlin. A local time needs its own zone as the third argument.',
  notes:
    'A local time is read on the clock of the zone that the third argument names. A time that this clock skips (`2026-03-29T02:30` in `Europe/Berlin`) is read as before the jump, so it comes out an hour later; of a time that comes twice (`2026-10-25T02:30`) the earlier one is taken.',
  parameters: [
    { name: 'date', type: 'date' },
    { name: 'zone', type: 'text', form: valueForms.zone },
    { name: 'from', type: 'text', form: valueForms.zone, optional: true },
  ],
  returns: { type: 'string', format: 'date-time' },
  nulls: 'yieldsNull',

  examples: [
    { expr: "TOZONE('2026-03-29T01:58:44+01:00', 'UTC')", result: '2026-03-29T00:58:44Z' },
    { expr: "TOZONE('2026-03-29T01:30:00Z', 'Europe/Berlin')", result: '2026-03-29T03:30:00+02:00' },
    { expr: "TOZONE('2026-07-01T12:00:00', 'UTC', 'America/New_York')", result: '2026-07-01T16:00:00Z' },
  ],
  run: (frame, site, date, zone, from) => {
    frame.charge(20, site);
    const moment = readMoment(date, site);
    const zoned =
      moment.offset === undefined && from !== undefined
        ? localInZone(moment, zoneOffset(from, site), site)
        : withZone(moment, site);
    return momentText(inZone(zoned, zoneOffset(zone, site), site));
  },
});
