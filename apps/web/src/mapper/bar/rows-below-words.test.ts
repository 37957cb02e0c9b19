import { expect, it } from 'vitest';
import { rowsBelowWords } from './rows-below-words.ts';

it.each([
  [54, 13, '54 source and 13 target rows below'],
  [4_321, 0, '4,321 source rows below'],
  [0, 1, '1 target row below'],
])('says of %i source and %i target rows what is below', (source, target, words) => {
  expect(rowsBelowWords({ source, target })).toBe(words);
});
