import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { typesOf } from '@patchbay/model/schema';
import { integer } from '../check/type-algebra.ts';
import { epochScale } from '../dates/epoch-scale.ts';
import { atClock, clockSeconds, isInRange, momentText } from '../dates/civil.ts';
import { readMoment } from '../dates/read-moment.ts';
import { withZone } from '../dates/with-zone.ts';
import { kindOf } from '../evaluate/value.ts';

export const epochFunction = defineFunction({
  name: 'EPOCH',
  category: 'Convert',
  summary:
    'Whole seconds (or milliseconds) since 1970 in UTC of a date with a zone, and back: the date of a number of them.',
  notes:
    'A time without a zone is refused, as nobody knows which instant it is. What is left of a second, or of a millisecond, is cut off.',
  parameters: [
    { name: 'value', type: 'any' },
    { name: 'unit', type: 'text', form: valueForms.epoch, optional: true },
  ],
  returns: ([value = {}]) => {
    const types = typesOf(value).filter((type) => type !== 'null');
    const instant = { type: 'string', format: 'date-time' } as const;
    if (types.length > 0 && types.every((type) => type === 'string')) return integer;
    return types.length > 0 && !types.includes('string') ? instant : { type: ['integer', 'string'] };
  },
  nulls: 'yieldsNull',

  examples: [
    { expr: "EPOCH('2026-03-29T12:00:00Z')", result: 1_774_785_600 },
    { expr: "EPOCH('2026-03-29T14:00:00.250+02:00', 'ms')", result: 1_774_785_600_250 },
    { expr: 'EPOCH(1774785600)', result: '2026-03-29T12:00:00Z' },
    { expr: "EPOCH(1774785600250, 'ms')", result: '2026-03-29T12:00:00.250Z' },
  ],
  run: (_frame, site, value, unit = 'second') => {
    const scale = epochScale(unit, site);
    if (typeof value === 'string') {
      const moment = withZone(readMoment(value, site), site);
      const seconds = clockSeconds(moment) - (moment.offset ?? 0) * 60;
      return scale === 1 ? seconds : seconds * scale + Number(moment.fraction.padEnd(3, '0').slice(0, 3));
    }
    if (typeof value !== 'number')
      throw site.error('typeMismatch', `needs a date or a number, but this is ${kindOf(value)}.`);
    const whole = Math.floor(value);
    const seconds = Math.floor(whole / scale);
    if (!isInRange(seconds)) throw site.error('invalidValue', 'the date is out of range.');
    const fraction = scale === 1 ? '' : String(whole - seconds * scale).padStart(3, '0');
    return momentText(atClock(seconds, { fraction, hasTime: true, offset: 0 }));
  },
});
