import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Site } from '../evaluate/site.ts';
import { zoneOffset } from './zone.ts';

const site = new Site('TOZONE', { start: 0, end: 0 });

const formats = new Map<string, Intl.DateTimeFormat>();

/** Minutes east of UTC, from the name that Intl gives the offset. */
function named(zone: string, seconds: number): number {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  formats.set(zone, format);
  const parts = format.formatToParts(seconds * 1000);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes, rest] = /GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?/.exec(name) ?? [];
  const size = Number(hours ?? 0) * 60 + Number(minutes ?? 0) + Math.round(Number(rest ?? 0) / 60);
  return sign === '-' ? -size : size;
}

describe('zoneOffset', () => {
  it('is the offset of the zone at every instant, asked once or again', () => {
    const zones = [
      'Europe/Berlin',
      'America/St_Johns',
      'Australia/Lord_Howe',
      'Africa/Casablanca',
      'Pacific/Apia',
      'Asia/Kathmandu',
    ];
    const from = Date.UTC(1985, 0, 1) / 1000;
    const until = Date.UTC(2035, 0, 1) / 1000;
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: from, max: until }), (zone, seconds) => {
        expect(zoneOffset(zone, site)(seconds)).toBe(named(zone, seconds));
        expect(zoneOffset(zone, site)(seconds + 60)).toBe(named(zone, seconds + 60));
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['Europe/Berlin', '2026-03-29T00:59:59Z', 60],
    ['Europe/Berlin', '2026-03-29T01:00:00Z', 120],
    ['Europe/Berlin', '2026-10-25T00:59:59Z', 120],
    ['Europe/Berlin', '2026-10-25T01:00:00Z', 60],
    ['America/St_Johns', '2006-04-02T03:30:59Z', -210],
    ['America/St_Johns', '2006-04-02T03:31:00Z', -150],
    ['Pacific/Apia', '2011-12-30T09:59:59Z', -600],
    ['Pacific/Apia', '2011-12-30T10:00:00Z', 840],
    ['+05:45', '2026-01-01T00:00:00Z', 345],
    ['-0330', '2026-01-01T00:00:00Z', -210],
  ])('of %s at %s is %d minutes', (zone, at, minutes) => {
    const offset = zoneOffset(zone, site);
    expect([offset(Date.parse(at) / 1000), offset(Date.parse(at) / 1000)]).toEqual([minutes, minutes]);
  });
});
