import { expect, test } from 'vitest';
import { missWords, plannedWords } from './schedule-words.ts';

test('a planned time is said in the zone of the schedule, with its summer time', () => {
  expect(plannedWords(new Date('2026-03-30T04:00:00Z'), 'Europe/Berlin')).toBe('Mon 30 Mar 2026, 06:00 CEST');
  expect(plannedWords(new Date('2026-01-05T05:00:00Z'), 'Europe/Berlin')).toBe('Mon 5 Jan 2026, 06:00 CET');
});

test('missed times are counted from the first', () => {
  expect(missWords({ fires: 1, reason: 'paused' })).toBe(': it was paused');
  expect(missWords({ fires: 1_440, reason: 'late' })).toBe(' and 1,439 more: nothing ran at that time');
});
