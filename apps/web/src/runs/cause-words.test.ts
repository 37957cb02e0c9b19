import { describe, expect, it } from 'vitest';
import { attemptWords, causeWords } from './cause-words.ts';

describe('causeWords', () => {
  it('has words for the causes of connectors, and none for codes of a flow', () => {
    expect(causeWords('invalidInput')).toBe('What the step was given does not fit');
    // Patchbay itself uses it too: no word of another side.
    expect(causeWords('permanent')).toBe('Doing it again would end the same way');
    expect(causeWords('outOfStock')).toBeUndefined();
    expect(causeWords('failed')).toBeUndefined();
    expect(causeWords('constructor')).toBeUndefined();
  });
});

describe('attemptWords', () => {
  const error = { code: 'transient', message: 'no answer' };
  it.each([
    [{ answer: 'ok' }, 'ok'],
    [{}, undefined],
    [{ answer: 'no answer in 5 s', error }, 'no answer in 5 s'],
    [{ answer: 'transient', error }, 'no good answer'],
    [{ answer: 'transient', error: { ...error, details: { status: 500 } } }, '500'],
    [{ answer: 'transient', error: { ...error, details: null } }, 'no good answer'],
    [{ answer: 'outOfStock', error: { ...error, code: 'outOfStock' } }, 'outOfStock'],
  ])('of %j are %j', (attempt, words) => {
    expect(attemptWords(attempt)).toBe(words);
  });
});
