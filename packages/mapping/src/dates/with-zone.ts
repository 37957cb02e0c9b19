import type { Site } from '../evaluate/site.ts';
import type { Moment } from './civil.ts';

/** The moment, when its zone is known: no zone of the host is ever assumed. */
export function withZone(moment: Moment, site: Site): Moment {
  if (moment.offset !== undefined) return moment;
  throw site.error(
    'invalidValue',
    'the time has no zone, so nobody knows which instant it is. Give its zone, as in TOZONE(time, "UTC", "Europe/Berlin").',
  );
}
