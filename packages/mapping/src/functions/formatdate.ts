import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { formatMoment, writtenPattern } from '../dates/pattern.ts';
import { inZone, zoneBeforeLanguage } from '../dates/zone.ts';
import { withZone } from '../dates/with-zone.ts';
import { knownLocale } from '../text/known-locale.ts';
import { readMoment } from '../dates/read-moment.ts';

export const formatdateFunction = defineFunction({
  name: 'FORMATDATE',
  category: 'Date',
  summary:
    'A date written by a pattern such as dd.MM.yyyy HH:mm, in a zone when one is given; names of months and days in the locale (en unless said).',
  notes:
    'Letters: `yyyy` `yy` year, `MM` `M` month, `MMMM` `MMM` its name, `dd` `d` day, `EEEE` `EEE` day of the week, `HH` `H` hour, `hh` `h` hour with `a` (AM, PM), `mm` `m` minute, `ss` `s` second, `SSS` milliseconds, `XXX` offset (`+02:00` or `Z`). Other letters stand between single quotes.',
  parameters: [
    { name: 'date', type: 'date' },
    { name: 'pattern', type: 'text', form: valueForms.datePattern },
    { name: 'zone', type: 'text', form: valueForms.zoneBeforeLanguage, optional: true },
    { name: 'locale', type: 'text', form: valueForms.locale, optional: true },
  ],
  returns: { type: 'string' },
  nulls: 'yieldsNull',

  examples: [
    { expr: "FORMATDATE('2026-03-29T01:58:44+01:00', 'dd.MM.yyyy HH:mm')", result: '29.03.2026 01:58' },
    {
      expr: "FORMATDATE('2026-03-29T01:58:44+01:00', \"yyyy-MM-dd'T'HH:mm:ssXXX\", 'UTC')",
      result: '2026-03-29T00:58:44Z',
    },
    { expr: "FORMATDATE('2026-03-29', 'EEEE d MMMM', null, 'de')", result: 'Sonntag 29 März' },
  ],
  run: (frame, site, date, pattern, zone, locale) => {
    frame.chargeText(pattern.length * 20, site);
    frame.charge(20, site);
    const fields = writtenPattern(pattern, site);
    const moment = readMoment(date, site);
    const offset = zone === undefined ? undefined : zoneBeforeLanguage(zone, site);
    const shown = offset === undefined ? moment : inZone(withZone(moment, site), offset, site);
    return formatMoment(shown, fields, locale === undefined ? 'en' : knownLocale(locale, site));
  },
});
