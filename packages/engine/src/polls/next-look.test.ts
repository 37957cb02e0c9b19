import { expect, test } from 'vitest';
import { eventKey } from './accept-news.ts';
import { neverAt, nextLook, pauseAfterFailure } from './next-look.ts';

const at = (text: string): Date => new Date(text);

test('a poll by an interval counts from when its look began, one by a pattern goes by its zone and its summer time', () => {
  const begun = at('2026-03-29T00:30:00Z');
  expect(nextLook({ everyMs: 300_000, cron: null, zone: 'UTC' }, begun)).toEqual(at('2026-03-29T00:35:00Z'));
  const berlin = { everyMs: null, cron: '30 2 * * *', zone: 'Europe/Berlin' };
  // 02:30 does not exist on this day: the first moment after the gap.
  expect(nextLook(berlin, begun)).toEqual(at('2026-03-29T01:00:00Z'));
  expect(nextLook(berlin, at('2026-03-29T12:00:00Z'))).toEqual(at('2026-03-30T00:30:00Z'));
});

test('a pattern that never comes is never, and one that is none says so', () => {
  expect(nextLook({ everyMs: null, cron: '0 0 31 2 *', zone: 'UTC' }, at('2026-01-01T00:00:00Z'))).toEqual(neverAt);
  expect(() => nextLook({ everyMs: null, cron: '61 * * * *', zone: 'UTC' }, at('2026-01-01T00:00:00Z'))).toThrow();
});

test('after failures it waits longer, a quarter of an hour at most, unless the other side asks for more', () => {
  expect([1, 2, 3, 8, 1_000].map((failures) => pauseAfterFailure(failures, undefined))).toEqual([
    10_000, 20_000, 40_000, 900_000, 900_000,
  ]);
  expect(pauseAfterFailure(1, 3_600_000)).toBe(3_600_000);
});

test('the key of an event is that of its item in its round, and of bounded length', () => {
  expect([eventKey(0, '42'), eventKey(2, '42')]).toEqual(['poll:42', 'poll:2:42']);
  const long = eventKey(0, 'x'.repeat(5_000));
  expect(long.length).toBeLessThan(100);
  expect(long).not.toBe(eventKey(0, 'x'.repeat(5_001)));
});
