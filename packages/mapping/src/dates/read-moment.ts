import type { Site } from '../evaluate/site.ts';
import { parseMoment } from './civil.ts';
import type { Moment } from './civil.ts';

/** The moment that a text names, or an error that says what a date looks like. */
export function readMoment(text: string, site: Site): Moment {
  const moment = parseMoment(text);
  if (moment === undefined) {
    const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
    throw site.error(
      'invalidValue',
      `“${shown}” is no date. Dates look like 2026-03-29 or 2026-03-29T01:58:44+01:00; read other forms with DATEVALUE(text, pattern).`,
    );
  }
  return moment;
}
