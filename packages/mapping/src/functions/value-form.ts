// What a value must be besides its type, as the functions themselves read it: the checker reads constants so, before any data.
import { amountOf, stepOf } from '../dates/add.ts';
import { countedUnit } from '../dates/difference.ts';
import { epochScale } from '../dates/epoch-scale.ts';
import { readablePattern, writtenPattern } from '../dates/pattern.ts';
import { zoneBeforeLanguage, zoneOffset } from '../dates/zone.ts';
import type { Site } from '../evaluate/site.ts';
import { knownLocale } from '../text/known-locale.ts';
import { compilePattern } from '../text/linear-pattern.ts';
import { countOf, placesOf, positionOf } from '../values/counts.ts';
import { partsOf } from '../values/format-number.ts';
import { checkSeparator } from '../values/read-number.ts';

export interface ValueForm {
  /** Throws EvaluationError, with the words of a run, for a value that no data makes right. */
  readonly read: (value: string | number, site: Site) => void;
  /** What may have been meant by such a value, the likeliest first. What `read` refuses is not offered. */
  readonly meant?: (value: string) => readonly string[];
}

const ofText = (read: (value: string, site: Site) => unknown, meant?: ValueForm['meant']): ValueForm => ({
  read: (value, site) => {
    if (typeof value === 'string') read(value, site);
  },
  ...(meant === undefined ? {} : { meant }),
});
const ofNumber = (read: (value: number, site: Site) => unknown): ValueForm => ({
  read: (value, site) => {
    if (typeof value === 'number') read(value, site);
  },
});

/** Other tools write years and days in capitals. What minutes and months are, nobody can tell from their letters alone. */
const smallYears = (pattern: string): string[] => [
  pattern
    .replace(/Y+/g, (years) => (years.length > 2 ? 'yyyy' : 'yy'))
    .replace(/D{1,2}/g, (days) => days.toLowerCase()),
];

/** A zone is mostly known by its city: Berlin is Europe/Berlin. */
function zonesLike(zone: string): string[] {
  const plain = (text: string): string => text.toLowerCase().replace(/[\s-]+/g, '_');
  const asked = plain(zone);
  const named = Intl.supportedValuesOf('timeZone').filter((name) => {
    const known = name.toLowerCase();
    return known === asked || known.endsWith(`/${asked}`) || known.split('/').at(-1) === asked.split('/').at(-1);
  });
  return [zone.toUpperCase(), ...named].slice(0, 4);
}

const unitsOf = (names: readonly string[]): ValueForm['meant'] => {
  const starts = (unit: string) => (name: string) => name.startsWith(unit.trim().toLowerCase().slice(0, 3));
  return (unit) => (unit.trim() === '' ? [] : names.filter(starts(unit)));
};
const clockUnits = ['hour', 'minute', 'second'];

/** By the words of messages: what functions ask of texts and numbers. */
export const valueForms = {
  datePattern: ofText(writtenPattern, smallYears),
  readDatePattern: ofText(readablePattern, smallYears),
  numberPattern: ofText(partsOf),
  zone: ofText(zoneOffset, zonesLike),
  zoneBeforeLanguage: ofText(zoneBeforeLanguage, zonesLike),
  locale: ofText(knownLocale, (locale) => [locale.replaceAll('_', '-').replace(/[.@].*$/, '')]),
  // The characters themselves are meant more often than not.
  regex: ofText(compilePattern, (pattern) => [pattern.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')]),
  step: ofText(stepOf, unitsOf(['year', 'quarter', 'month', 'week', 'day', ...clockUnits])),
  counted: ofText(countedUnit, unitsOf(['year', 'month', 'week', 'day', ...clockUnits])),
  epoch: ofText(epochScale, unitsOf(['second', 'millisecond'])),
  separator: ofText(checkSeparator),
  amount: ofNumber(amountOf),
  count: ofNumber(countOf),
  position: ofNumber(positionOf),
  places: ofNumber(placesOf),
  divisor: ofNumber((value, site) => {
    if (value === 0) throw site.error('divisionByZero', 'the divisor is 0. Guard it with IF or IFERROR.');
  }),
} satisfies Readonly<Record<string, ValueForm>>;
