import { expect, test } from 'vitest';
import { DatabaseClock } from './database-clock.ts';

test('DatabaseClock believes the quickest answer and goes on with the monotonic clock', () => {
  let monotonic = 0;
  const clock = new DatabaseClock(() => monotonic);
  clock.sample({ askedMs: 0, answeredMs: 100, databaseMs: 1_000_090 });
  clock.sample({ askedMs: 200, answeredMs: 202, databaseMs: 1_000_201 });
  clock.sample({ askedMs: 300, answeredMs: 380, databaseMs: 1_000_301 });
  monotonic = 500;
  expect(clock.now().getTime()).toBe(1_000_500);
});
