import type { DataSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { mismatchOf } from './expectation.ts';

const message = (type: DataSchema, expected: DataSchema): string | undefined => mismatchOf(type, expected)?.message;

describe('what does not fit', () => {
  it('is said once', () => {
    expect(message({ type: 'string' }, { type: 'number' })).toBe(
      'A number is needed here, but this is text. Convert it with NUMBER().',
    );
  });

  it('is said with its place inside a structure', () => {
    const holding = (type: 'string' | 'number'): DataSchema => ({ type: 'object', properties: { total: { type } } });
    expect(message(holding('string'), holding('number'))).toMatch(/: text where a number is needed \(at total\)\.$/);
  });
});
