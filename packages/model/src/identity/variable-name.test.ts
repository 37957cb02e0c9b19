import { describe, expect, it, test } from 'vitest';
import * as z from 'zod';
import { VariableName } from './variable-name.ts';

const plain = Object.getOwnPropertyNames(Object.prototype).filter((name) => name !== '__proto__');

describe('the name of a variable', () => {
  it.each(['rate', '_x', 'größe', 'x'.repeat(64), ...plain])('may be %s, and its value is not lost', (name) => {
    expect(VariableName.safeParse(name).success).toBe(true);
    const values = Object.fromEntries([[name, 'kept']]);
    const given = z.record(z.string(), z.string()).parse(JSON.parse(JSON.stringify(values)));
    expect(Object.entries(given)).toEqual([[name, 'kept']]);
  });

  it.each(['', '1st', 'a-b', '$a', 'x'.repeat(65)])('is not “%s”', (name) => {
    expect(VariableName.safeParse(name).success).toBe(false);
  });
});

test('what would be lost on the way is refused in words', () => {
  expect(VariableName.safeParse('__proto__').error?.issues.map(({ message }) => message)).toEqual([
    '“__proto__” means something else in code; choose another name',
  ]);
});
