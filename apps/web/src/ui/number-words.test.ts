import { describe, expect, it } from 'vitest';
import { numberIn, rangeWords } from './number-words.ts';

describe('numberIn', () => {
  it.each([
    ['5', 5],
    [' 5 ', 5],
    ['1', 1],
    ['20', 20],
    ['0.5', undefined],
    ['0', undefined],
    ['21', undefined],
    ['', undefined],
    [' ', undefined],
    ['many', undefined],
  ])('reads %j between 1 and 20 as %j', (typed, value) => {
    expect(numberIn(typed, { min: 1, max: 20 })).toBe(value);
  });
  it('takes fractions unless only whole numbers are asked for', () => {
    expect(numberIn('2.5', { min: 1, max: 20 })).toBe(2.5);
    expect(numberIn('2.5', { min: 1, max: 20, whole: true })).toBeUndefined();
  });
});

describe('rangeWords', () => {
  it('says what is asked for and what holds meanwhile', () => {
    expect(rangeWords({ min: 16, max: 256, unit: 'MB' }, 64)).toBe('Between 16 and 256 MB. Until then it is 64 MB.');
    expect(rangeWords({ min: 1, max: 1_000, whole: true }, 5)).toBe(
      'A whole number between 1 and 1,000. Until then it is 5.',
    );
    expect(rangeWords({ min: 1, max: 100, whole: true }, undefined)).toBe('A whole number between 1 and 100.');
  });
});
