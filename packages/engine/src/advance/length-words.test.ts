import { expect, test } from 'vitest';
import { lengthWords } from './length-words.ts';

test.each([
  [1_000, '1 second'],
  [3_000, '3 seconds'],
  [90_000, '90 seconds'],
  [120_000, '2 minutes'],
  [3_600_000, '1 hour'],
  [5_400_000, '90 minutes'],
  [36 * 3_600_000, '36 hours'],
  [7 * 86_400_000, '7 days'],
  [1_500, '1.5 seconds'],
])('%d ms are %s', (ms, words) => expect(lengthWords(ms)).toBe(words));
