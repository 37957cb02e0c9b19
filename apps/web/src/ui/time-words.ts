// Times and lengths of time in words, in the viewer's zone and with its name.
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const round = (value: number, digits: number): string =>
  (Math.round(value * 10 ** digits) / 10 ** digits).toFixed(digits);

/** `< 1 ms` · `84 ms` · `3.4 s` · `14 min` · `3 h 5 min` · `2 d 4 h`. */
export function durationWords(ms: number): string {
  const length = Math.max(0, ms);
  if (length < 1) return '< 1 ms';
  if (length < second) return `${Math.round(length)} ms`;
  // 59.95 s and more would round to 60.0 s.
  if (length < minute - 50) return `${round(length / second, 1)} s`;
  if (length < hour - minute / 2) return `${Math.round(length / minute)} min`;
  if (length < day) return withRest(length, [hour, 'h'], [minute, 'min']);
  return withRest(length, [day, 'd'], [hour, 'h']);
}

function withRest(ms: number, [large, largeName]: [number, string], [small, smallName]: [number, string]): string {
  const units = Math.round(ms / small);
  const per = large / small;
  const rest = units % per;
  const whole = Math.floor(units / per);
  return rest === 0 ? `${whole} ${largeName}` : `${whole} ${largeName} ${rest} ${smallName}`;
}

/** `just now` · `4 min ago` · `3 h ago` · `12 d ago`. */
export function agoWords(at: Date, now: Date): string {
  const ms = now.getTime() - at.getTime();
  if (ms < 45 * second) return 'just now';
  if (ms < hour) return `${Math.max(1, Math.round(ms / minute))} min ago`;
  if (ms < day) return `${Math.round(ms / hour)} h ago`;
  return `${Math.round(ms / day)} d ago`;
}

export interface TimeFormat {
  /** IANA name; the viewer's own without one. */
  readonly zone?: string;
  readonly year?: boolean;
}

// Only this locale of those in English names the zones of Europe as CET and CEST; others say GMT+1.
const zoneLocales = ['en-GB', 'en-US', 'en-AU'];

/** The short name of the zone at that moment: `CET`, `CEST`, `UTC`, `GMT+8`. */
export function zoneName(at: Date, zone?: string): string {
  const names = zoneLocales.map(
    (locale) =>
      new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'short' })
        .formatToParts(at)
        .find((part) => part.type === 'timeZoneName')?.value ?? '',
  );
  return names.find((name) => name !== '' && !/^(GMT|UTC)[+-]/.test(name)) ?? names[0] ?? '';
}

/** `29 Mar 2026, 01:58:44 CET`; without the year `29 Mar 01:58:44 CET`. */
export function timeWords(at: Date, { zone, year = false }: TimeFormat = {}): string {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    })
      .formatToParts(at)
      .map((part) => [part.type, part.value]),
  );
  const date = `${parts['day']} ${(parts['month'] ?? '').slice(0, 3)}${year ? ` ${parts['year']},` : ''}`;
  return `${date} ${parts['hour']}:${parts['minute']}:${parts['second']} ${zoneName(at, zone)}`;
}

/** `Oslo time` for Europe/Oslo. */
export function zoneWords(zone: string = Intl.DateTimeFormat().resolvedOptions().timeZone): string {
  const city = zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone;
  return zone === 'UTC' || zone === 'Etc/UTC' ? 'UTC' : `${city} time`;
}
