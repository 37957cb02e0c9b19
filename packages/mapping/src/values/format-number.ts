// Number patterns: `0` is a digit always shown, `#` one shown when needed, `,` groups thousands, `.` the decimal point.
import { product } from '../evaluate/arithmetic.ts';
import { numberText, roundDecimal } from '../evaluate/decimal.ts';
import { finite } from '../evaluate/finite.ts';
import { remembered } from '../evaluate/remembered.ts';
import type { Site } from '../evaluate/site.ts';

const form = /^([^#0,.']*)([#,]*[0,]*)(?:\.(0*)(#*))?([^#0,.']*)$/;

/** The parts of a number pattern; fails with words for what is none. */
export function partsOf(pattern: string, site: Site): RegExpExecArray {
  const found = pattern.length > 100 ? null : form.exec(pattern);
  if (found !== null) return found;
  throw site.error('invalidValue', `“${pattern.slice(0, 40)}” is no number pattern. They look like #,##0.00 or 000.`);
}

/** Writes a number by a pattern such as `#,##0.00` or `000`, with the locale's separators. A `%` after it multiplies by 100. */
export function formatNumber(value: number, pattern: string, { locale, site }: { locale: string; site: Site }): string {
  const [, before = '', whole = '', always = '', optional = '', after = ''] = partsOf(pattern, site);
  const percent = after.trim().startsWith('%');
  const places = always.length + optional.length;
  const rounded = roundDecimal(percent ? finite(product(value, 100), site) : value, places);
  const [digits = '', fraction = ''] = numberText(Math.abs(rounded)).split('.');
  const filled = digits.padStart(whole.replace(/[^0]/g, '').length, '0');
  const separators = separatorsOf(locale);
  const grouped = whole.includes(',') ? filled.replace(/\B(?=(\d{3})+(?!\d))/g, separators.group) : filled;
  const decimals = fraction.padEnd(always.length, '0');
  return `${rounded < 0 ? '-' : ''}${before}${grouped}${decimals === '' ? '' : separators.decimal + decimals}${after}`;
}

interface Separators {
  readonly group: string;
  readonly decimal: string;
}

const known = remembered<Separators>(200);

/** Asking Intl costs far more than writing a number. */
const separatorsOf = (locale: string): Separators => known(locale, () => readSeparators(locale));

function readSeparators(locale: string): Separators {
  const parts = new Intl.NumberFormat(locale, { useGrouping: 'always' }).formatToParts(12345.6);
  const part = (type: string, otherwise: string): string =>
    parts.find((candidate) => candidate.type === type)?.value ?? otherwise;
  return { group: part('group', ','), decimal: part('decimal', '.') };
}
