import { AppError } from '@patchbay/model/errors';
import { describe, expect, test } from 'vitest';
import { readJsonBody, refuseDeepBody } from './json-body.ts';

const refusal = (work: () => unknown): AppError => {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('it was taken');
};

describe('readJsonBody', () => {
  test('keeps every name and every digit', () => {
    const body = readJsonBody(
      '{"__proto__":{"a":1},"constructor":2,"a.b":3,"":4,"id":90071992547409931,"sum":12345678901234567.89}',
    );
    expect(Object.entries(body as object)).toEqual([
      ['__proto__', { a: 1 }],
      ['constructor', 2],
      ['a.b', 3],
      ['', 4],
      ['id', '90071992547409931'],
      ['sum', '12345678901234567.89'],
    ]);
    expect('isAdmin' in {}).toBe(false);
    expect(Object.getPrototypeOf(body)).toBe(Object.prototype);
  });

  test.each([
    ['nothing', ' ', /no body/],
    ['half of it', '{"a":\n', /line 2, column 1/],
    ['a tower of brackets', '['.repeat(100_000), /200 levels/],
  ])('refuses %s and says what to do', (_what, text, says) => {
    const error = refusal(() => readJsonBody(text));
    expect(error.code).toBe('invalidInput');
    expect(error.userMessage).toMatch(says);
  });
});

describe('refuseDeepBody', () => {
  test('takes 200 levels and refuses one more', () => {
    expect(() => refuseDeepBody(`${'['.repeat(200)}${']'.repeat(200)}`)).not.toThrow();
    expect(refusal(() => refuseDeepBody(`${'['.repeat(201)}${']'.repeat(201)}`)).code).toBe('invalidInput');
  });
});
