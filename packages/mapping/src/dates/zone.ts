// Offsets of IANA zones, from Intl: the same data in browsers and on servers.
import type { EvaluationError } from '../evaluate/evaluation-error.ts';
import { remembered } from '../evaluate/remembered.ts';
import type { Site } from '../evaluate/site.ts';
import { atClock, clockSeconds, isInRange } from './civil.ts';
import type { Moment } from './civil.ts';

/** Minutes east of UTC in one zone, by instant in seconds since 1970. */
export type ZoneOffset = (seconds: number) => number;

/** Making a formatter costs more than a thousand uses of it. */
const formats = remembered<Intl.DateTimeFormat>(600);

const fixedOffset = /^([+-])(\d{2}):?(\d{2})$/;

/** `UTC`, `Z`, `+02:00` or an IANA name such as `Europe/Berlin`. Fails with words for any other. */
export function zoneOffset(zone: string, site: Site): ZoneOffset {
  if (zone.length > 60) throw unknownZone(zone, site);
  if (zone === 'UTC' || zone === 'Z' || zone === 'Etc/UTC') return () => 0;
  const fixed = fixedOffset.exec(zone);
  if (fixed !== null) {
    const size = Number(fixed[2]) * 60 + Number(fixed[3]);
    return () => (fixed[1] === '-' ? -size : size);
  }
  const format = formats(zone, () => formatOf(zone, site));
  return (seconds) => {
    const parts = new Map(format.formatToParts(new Date(seconds * 1000)).map((part) => [part.type, part.value]));
    const at = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type) ?? 0);
    const year = parts.get('era') === 'BC' ? 1 - at('year') : at('year');
    const clock = clockSeconds({
      year,
      month: at('month'),
      day: at('day'),
      hour: at('hour'),
      minute: at('minute'),
      second: at('second'),
      fraction: '',
      hasTime: true,
      offset: undefined,
    });
    return Math.round((clock - seconds) / 60);
  };
}

function formatOf(zone: string, site: Site): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (cause) {
    if (cause instanceof RangeError) throw unknownZone(zone, site);
    throw cause;
  }
}

const unknownZone = (zone: string, site: Site): EvaluationError =>
  site.error('invalidValue', `“${zone.slice(0, 40)}” is no time zone. Use UTC or a name such as Europe/Berlin.`);

/** The same instant on the clock of another zone. `moment` must have an offset. */
export function inZone(moment: Moment, offset: ZoneOffset, site: Site): Moment {
  const instant = clockSeconds(moment) - (moment.offset ?? 0) * 60;
  if (!isInRange(instant)) throw site.error('invalidValue', 'the date is out of range.');
  const there = offset(instant);
  return atClock(instant + there * 60, { ...moment, hasTime: true, offset: there });
}

/** A local time read as that zone's clock. In a gap the clock is taken as before the jump; of two, the earlier instant. */
export function localInZone(moment: Moment, offset: ZoneOffset, site: Site): Moment {
  const clock = clockSeconds(moment);
  if (!isInRange(clock)) throw site.error('invalidValue', 'the date is out of range.');
  const before = offset(clock - 86_400);
  const after = offset(clock + 86_400);
  const [first, second] = before === after ? [before, before] : [before, after];
  const fits = (candidate: number): boolean => offset(clock - candidate * 60) === candidate;
  const found = fits(first) ? first : fits(second) ? second : before;
  return { ...moment, hasTime: true, offset: found };
}
