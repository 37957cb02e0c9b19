import type { Site } from '../evaluate/site.ts';

/** The locale, when it has the form of one (BCP 47); the host's own is never used. */
export function knownLocale(locale: string, site: Site): string {
  if (locale.length <= 60 && /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(locale)) {
    try {
      return Intl.getCanonicalLocales(locale)[0] ?? 'en';
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause;
    }
  }
  throw site.error('invalidValue', `“${locale.slice(0, 40)}” is no locale. They look like en, de or pt-BR.`);
}
