import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { numberOf, textOf } from '../evaluate/value.ts';
import { knownLocale } from '../text/known-locale.ts';
import { formatNumber } from '../values/format-number.ts';

export const textFunction = defineFunction({
  name: 'TEXT',
  category: 'Convert',
  summary:
    'The value as text; a number by a pattern such as #,##0.00 when one is given, with the separators of the locale (en unless said).',
  notes:
    'In a pattern `0` is a digit that is always shown, `#` one that is shown when needed, a comma groups thousands, a point stands for the decimal separator, a `%` at the end multiplies by 100. Other characters may stand before and after.',
  parameters: [
    { name: 'value', type: 'any' },
    { name: 'pattern', type: 'text', form: valueForms.numberPattern, optional: true },
    { name: 'locale', type: 'text', form: valueForms.locale, optional: true },
  ],
  returns: { type: 'string' },
  nulls: 'yieldsNull',

  examples: [
    { expr: 'TEXT(12.5)', result: '12.5' },
    { expr: "TEXT(1234.5, '#,##0.00')", result: '1,234.50' },
    { expr: "TEXT(1234.5, '#,##0.00', 'de')", result: '1.234,50' },
    { expr: "TEXT(7, '000')", result: '007' },
  ],
  run: (frame, site, value, pattern, locale = 'en') => {
    if (pattern === undefined) return textOf(value, site);
    frame.chargeText(pattern.length + 400, site);
    return formatNumber(numberOf(value, site), pattern, { locale: knownLocale(locale, site), site });
  },
});
