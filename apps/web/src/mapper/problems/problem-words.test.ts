import { describe, expect, it } from 'vitest';
import { failureWords, problemPath, problemWords } from './problem-words.ts';

describe('problems in words', () => {
  it('call fields as the screen does', () => {
    expect(problemWords({ message: '/shipTo/country is required by the target and has no rule.' })).toBe(
      'shipTo.country is required by the target and has no rule.',
    );
    expect(problemWords({ message: 'A number is needed.' })).toBe('A number is needed.');
  });
  it('begin with the reason in the row that they are about', () => {
    expect(failureWords({ message: '/lines/0/amount cannot be worked out. “x” is no number.' })).toBe(
      '“x” is no number.',
    );
    expect(failureWords({ message: '/lines/0/unitPrice is text, but a number is asked for.' })).toBe(
      'Is text, but a number is asked for.',
    );
    expect(failureWords({ message: 'The result is too large.' })).toBe('The result is too large.');
  });
  it('lead to their rule', () => {
    expect(problemPath({ at: { field: 'mapping/lines/sku#when' } })).toBe('/lines/sku');
    expect(problemPath({ at: { field: 'mapping' } })).toBe('');
  });
});
