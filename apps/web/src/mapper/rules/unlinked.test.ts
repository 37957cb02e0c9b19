import { describe, expect, it } from 'vitest';
import { unlinkedText } from './unlinked.ts';

describe('unlinkedText', () => {
  it.each([
    ['a.b', 'a.b', ''],
    ['NUMBER(a.b)', 'a.b', ''],
    ['a.b & ", " & a.c', 'a.c', 'a.b'],
    ['a.b & ", " & a.c', 'a.b', 'a.c'],
    ['a.b & " " & a.c & " " & a.d', 'a.c', 'a.b & " " & a.d'],
    ['TEXTJOIN(", ", true, a.b, a.c)', 'a.b', 'TEXTJOIN(", ", true, a.c)'],
    ['TEXTJOIN(", ", true, a.b)', 'a.b', ''],
    ['a.b ?? a.c', 'a.b', 'a.c'],
    ['SUM(a.b, ROUND(a.c, 2))', 'a.c', 'SUM(a.b)'],
    ['ROUND(a.b + a.c, 2)', 'a.c', 'ROUND(a.b, 2)'],
  ])('%s without %s is %s', (text, path, left) => {
    expect(unlinkedText(text, path)).toBe(left);
  });

  it.each([
    ['a.b * a.c', 'a.c'],
    ['IF(a.b > 1, a.c, a.d)', 'a.b'],
    ['a.b', 'a.x'],
    ['a.b &', 'a.b'],
  ])('%s without %s has no single meaning', (text, path) => {
    expect(unlinkedText(text, path)).toBeUndefined();
  });
});
