import { expect, test } from 'vitest';
import { daysOf, daysOptions, daysWords } from './keep-words.ts';

test.each([
  [1, 'a day'],
  [30, '30 days'],
  [365, 'a year'],
  [3_650, '10 years'],
  [null, 'for ever'],
] as const)('%s is %s', (days, words) => expect(daysWords(days)).toBe(words));

test('a number that only the API can set stands in its place, and comes back as it was', () => {
  const options = daysOptions(45, 'until somebody decides');
  expect(options.map(({ value }) => daysOf(value))).toEqual([1, 7, 14, 30, 45, 60, 90, 180, 365, 730, 3_650, null]);
  expect(options.at(-1)?.label).toBe('until somebody decides');
  expect(daysOptions(30)).toHaveLength(11);
});
