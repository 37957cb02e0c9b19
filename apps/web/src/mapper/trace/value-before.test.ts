import { describe, expect, it } from 'vitest';
import { valueBefore } from './value-before.ts';

const scope = { a: 1, list: [1, 2], text: 'x' };

describe('the value before an edit', () => {
  it('is said while it differs from the new one', () => {
    expect(valueBefore('a', 'a + 1', scope)).toBe('1');
    expect(valueBefore('text', '"y"', scope)).toBe('"x"');
    expect(valueBefore('list', 'a', scope)).toBe('2 items');
    expect(valueBefore('1 / 0', 'a', scope)).toBe('an error');
  });

  it('is silent while nothing has changed', () => {
    expect(valueBefore('a', 'a', scope)).toBeUndefined();
    expect(valueBefore('a', 'a * 1', scope)).toBeUndefined();
    expect(valueBefore('list', '[1, 2]', scope)).toBeUndefined();
    expect(valueBefore('1 / 0', '2 / 0', scope)).toBeUndefined();
    expect(valueBefore('', 'a', scope)).toBeUndefined();
  });
});
