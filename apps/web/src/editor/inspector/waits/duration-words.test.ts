import { expect, test } from 'vitest';
import { durationText } from './duration-words.ts';

test.each([
  [1_000, '1 second'],
  [90_000, '90 seconds'],
  [3_600_000, '1 hour'],
  [604_800_000, '7 days'],
])('%d ms are %s', (ms, words) => {
  expect(durationText(ms)).toBe(words);
});
