import { describe, expect, it } from 'vitest';
import { firstTooDeep } from './json-text.ts';

describe('firstTooDeep', () => {
  it.each([
    ['[[]]', 2, undefined],
    ['[[[]]]', 2, 2],
    ['{"a":"[[[["}', 1, undefined],
    [String.raw`{"a":"\"[[[["}`, 1, undefined],
    [String.raw`{"a\\":[1]}`, 1, 7],
    ['[[],[],[],[]]', 2, undefined],
    ['{"a":"[[', 1, undefined],
  ])('%s, deeper than %d: at %s', (text, limit, at) => {
    expect(firstTooDeep(text, limit)).toBe(at);
  });

  it('counts to the usual limit', () => {
    expect(firstTooDeep(`${'['.repeat(200)}${']'.repeat(200)}`)).toBeUndefined();
    expect(firstTooDeep('['.repeat(201))).toBe(200);
  });
});
