import { describe, expect, it } from 'vitest';
import { agoWords, durationWords, timeWords, zoneName, zoneWords } from './time-words.ts';

describe('durationWords', () => {
  it.each([
    [0, '< 1 ms'],
    [84.4, '84 ms'],
    [999, '999 ms'],
    [3_400, '3.4 s'],
    [59_949, '59.9 s'],
    [59_960, '1 min'],
    [14 * 60_000, '14 min'],
    [59.6 * 60_000, '1 h'],
    [3 * 3_600_000 + 5 * 60_000, '3 h 5 min'],
    [52 * 3_600_000, '2 d 4 h'],
    [-5, '< 1 ms'],
  ])('says %d ms as %s', (ms, words) => expect(durationWords(ms)).toBe(words));
});

describe('agoWords', () => {
  const now = new Date('2026-03-29T12:00:00Z');
  it.each([
    ['2026-03-29T11:59:50Z', 'just now'],
    ['2026-03-29T11:56:00Z', '4 min ago'],
    ['2026-03-29T09:00:00Z', '3 h ago'],
    ['2026-03-17T12:00:00Z', '12 d ago'],
  ])('says %s as %s', (at, words) => expect(agoWords(new Date(at), now)).toBe(words));
});

describe('timeWords', () => {
  it('names the zone that held at that moment, on the night the clocks change', () => {
    const zone = 'Europe/Oslo';
    expect(timeWords(new Date('2026-03-29T00:58:44Z'), { zone })).toBe('29 Mar 01:58:44 CET');
    expect(timeWords(new Date('2026-03-29T01:12:40Z'), { zone, year: true })).toBe('29 Mar 2026, 03:12:40 CEST');
  });
  it('finds short names in other parts of the world', () => {
    const at = new Date('2026-07-01T00:00:00Z');
    expect(zoneName(at, 'America/New_York')).toBe('EDT');
    expect(zoneName(at, 'UTC')).toBe('UTC');
    expect(zoneWords('America/New_York')).toBe('New York time');
    expect(zoneWords('UTC')).toBe('UTC');
  });
});
