import type { Site } from '../evaluate/site.ts';
import { remembered } from '../evaluate/remembered.ts';

/** The name as it is written; null: it is no locale, or one of which nothing is known, and the host's own would stand for it. */
function canonicalLocale(locale: string): string | null {
  if (!/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(locale)) return null;
  try {
    return Intl.NumberFormat.supportedLocalesOf(locale)[0] ?? null;
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    return null;
  }
}

const known = remembered<string | null>(200);

/** The locale (BCP 47), in its canonical form; the host's own is never used. Throws EvaluationError `invalidValue` for any other text. */
export function knownLocale(locale: string, site: Site): string {
  const found = locale.length > 60 ? null : known(locale, () => canonicalLocale(locale));
  if (found !== null) return found;
  throw site.error('invalidValue', `“${locale.slice(0, 40)}” is no locale. They look like en, de or pt-BR.`);
}
