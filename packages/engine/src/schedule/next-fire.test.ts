import { AppError } from '@patchbay/model/errors';
import { describe, expect, test } from 'vitest';
import { firesBetween, nextFire } from './next-fire.ts';

const next = (cron: string, zone: string, after: string): string | undefined =>
  nextFire(cron, zone, new Date(after))?.toISOString();

describe('nextFire', () => {
  test.each([
    ['every five minutes', '*/5 * * * *', 'UTC', '2026-01-01T00:01:00Z', '2026-01-01T00:05:00.000Z'],
    [
      'weekdays at six in Berlin, winter',
      '0 6 * * 1-5',
      'Europe/Berlin',
      '2026-01-02T12:00:00Z',
      '2026-01-05T05:00:00.000Z',
    ],
    [
      'weekdays at six in Berlin, summer',
      '0 6 * * 1-5',
      'Europe/Berlin',
      '2026-07-03T12:00:00Z',
      '2026-07-06T04:00:00.000Z',
    ],
    [
      'an hour that the day does not have moves on',
      '30 2 * * *',
      'Europe/Berlin',
      '2026-03-29T00:00:00Z',
      '2026-03-29T01:00:00.000Z',
    ],
  ])('%s', (_name, cron, zone, after, expected) => expect(next(cron, zone, after)).toBe(expected));

  test.each([
    ['* * * *', 'UTC'],
    ['* * * * * *', 'UTC'],
    ['61 * * * *', 'UTC'],
    ['* * * * *', 'Mars/Olympus'],
  ])('refuses %s in %s with an example', (cron, zone) => {
    expect(() => nextFire(cron, zone, new Date(0))).toThrow(AppError);
  });
});

describe('daylight saving', () => {
  const fires = (cron: string, zone: string, after: string, limit: number): string[] =>
    firesBetween({ cron, zone }, { after: new Date(after), until: new Date('2030-01-01T00:00:00Z'), limit }).map((at) =>
      at.toISOString().slice(0, 16),
    );

  test.each([
    // A time of day that the day skips fires at the first moment after the gap, once.
    ['30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', ['2026-03-29T01:00', '2026-03-30T00:30']],
    ['30 2 * * *', 'America/New_York', '2026-03-08T00:00:00Z', ['2026-03-08T07:00', '2026-03-09T06:30']],
    ['15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T00:00:00Z', ['2026-10-03T15:30', '2026-10-04T15:15']],
    ['0 2,3 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', ['2026-03-29T01:00', '2026-03-30T00:00']],
    // A time of day that comes twice fires the first time.
    ['30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', ['2026-10-25T00:30', '2026-10-26T01:30']],
    ['30 1 * * *', 'America/New_York', '2026-11-01T00:00:00Z', ['2026-11-01T05:30', '2026-11-02T06:30']],
    ['45 1 * * *', 'Australia/Lord_Howe', '2026-04-04T00:00:00Z', ['2026-04-04T14:45', '2026-04-05T15:15']],
    // Patterns of every hour and every few minutes go by elapsed time.
    [
      '0 * * * *',
      'Europe/Berlin',
      '2026-10-24T23:30:00Z',
      ['2026-10-25T00:00', '2026-10-25T01:00', '2026-10-25T02:00'],
    ],
    ['*/30 * * * *', 'Europe/Berlin', '2026-03-29T00:20:00Z', ['2026-03-29T00:30', '2026-03-29T01:00']],
    // Zones without daylight saving, and with odd offsets.
    ['0 6 * * *', 'Asia/Kathmandu', '2026-01-01T12:00:00Z', ['2026-01-02T00:15', '2026-01-03T00:15']],
  ])('%s in %s after %s', (cron, zone, after, expected) =>
    expect(fires(cron, zone, after, expected.length)).toEqual(expected),
  );
});

test('firesBetween lists what was missed, bounded', () => {
  const range = { after: new Date('2026-01-01T00:00:00Z'), until: new Date('2026-01-01T01:00:00Z') };
  expect(firesBetween({ cron: '*/15 * * * *', zone: 'UTC' }, { ...range, limit: 10 })).toHaveLength(4);
  expect(firesBetween({ cron: '* * * * *', zone: 'UTC' }, { ...range, limit: 10 })).toHaveLength(10);
});
