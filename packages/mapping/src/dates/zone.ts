// Offsets of IANA zones, from Intl: the same data in browsers and on servers.
import { quoteText } from '@patchbay/model/expression';
import { EvaluationError } from '../evaluate/evaluation-error.ts';
import { remembered } from '../evaluate/remembered.ts';
import type { Site } from '../evaluate/site.ts';
import { atClock, clockSeconds, isInRange } from './civil.ts';
import type { Moment } from './civil.ts';

/** Minutes east of UTC in one zone, by instant in seconds since 1970. */
export type ZoneOffset = (seconds: number) => number;

const offsets = remembered<ZoneOffset>(200);

const day = 86_400;
/** Before, some clocks were moved at odd seconds, and more than once a day. */
const firstSteadyDay = 1_096;
const maxDays = 2_000;

/** Remembers the offset of a day whose first and last second have the same: clocks are not moved there and back in a day. */
function byDays(offset: ZoneOffset): ZoneOffset {
  const known = new Map<number, number | undefined>();
  return (seconds) => {
    const date = Math.floor(seconds / day);
    if (date < firstSteadyDay) return offset(seconds);
    let steady = known.get(date);
    if (steady === undefined && !known.has(date)) {
      const first = offset(date * day);
      steady = offset(date * day + day - 1) === first ? first : undefined;
      if (known.size >= maxDays) known.clear();
      known.set(date, steady);
    }
    return steady ?? offset(seconds);
  };
}

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
  return offsets(zone, () => byDays(asked(formatOf(zone, site))));
}

/** What Intl says, which takes it thousands of times as long as an addition takes. */
function asked(format: Intl.DateTimeFormat): ZoneOffset {
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

const language = /^[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?$/;

/** The zone of a function that takes a language after it: one that stands in the zone's place is told as such. */
export function zoneBeforeLanguage(zone: string, site: Site): ZoneOffset {
  try {
    return zoneOffset(zone, site);
  } catch (cause) {
    if (!(cause instanceof EvaluationError) || !language.test(zone)) throw cause;
    throw site.error(
      'invalidValue',
      `“${zone}” is no time zone. A language stands after the zone: null, ${quoteText(zone.replace('_', '-'))}.`,
    );
  }
}
