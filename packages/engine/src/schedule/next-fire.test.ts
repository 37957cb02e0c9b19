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

test('firesBetween lists what was missed, bounded', () => {
  const range = { after: new Date('2026-01-01T00:00:00Z'), until: new Date('2026-01-01T01:00:00Z') };
  expect(firesBetween({ cron: '*/15 * * * *', zone: 'UTC' }, { ...range, limit: 10 })).toHaveLength(4);
  expect(firesBetween({ cron: '* * * * *', zone: 'UTC' }, { ...range, limit: 10 })).toHaveLength(10);
});
