import { describe, expect, it } from 'vitest';
import { codeAlone } from './code-text.ts';

/** Blanks count as one. */
const read = (code: string): string => codeAlone(code).trim().replaceAll(/\s+/g, ' ');

describe('code without its comments and texts', () => {
  it.each([
    ['a // b\nc', 'a c'],
    ['a /* b\n * c */ d', 'a d'],
    [String.raw`a + 'b\'c' + "d\"e" + f`, 'a + + + f'],
    ['a + "// b" + c // d', 'a + + c'],
    ['`a ${b} c ${`d ${e} f`} g` + h', 'b e + h'],
    ['`a ${{ b: { c } }.b} d` + e', '{ b: { c } }.b + e'],
    [String.raw`a = /['"]\/[/"]/g.test(b) + c`, 'a = .test(b) + c'],
    ['return /"/.exec(a)', 'return .exec(a)'],
    ['a / b / c // "', 'a / b / c'],
    ['(a + b) / c / "d".length', '(a + b) / c / .length'],
    ['if (a) /"/.test(b); c', 'if (a) .test(b); c'],
    ['a.return / b / "c"', 'a.return / b /'],
    ['a++ / b / "c" + d', 'a++ / b / + d'],
    ['a! / 2 + b / 3', 'a! / 2 + b / 3'],
    ['a !== /"/ || b', 'a !== || b'],
    ['[...typeof /"/, b]', '[...typeof , b]'],
    ['1. / 2 + b / "c"', '1. / 2 + b /'],
    ['a[0] / 2 + "b" / c', 'a[0] / 2 + / c'],
  ])('of %j is %j', (code, wanted) => expect(read(code)).toBe(wanted));

  it('keeps every place where it was', () => {
    const code = 'a /* 1\n2 */ + "b" + `c${d}`\n// e\n+ f';
    const alone = codeAlone(code);
    expect(alone).toHaveLength(code.length);
    for (const name of ['a', 'd', 'f']) expect(alone.indexOf(name)).toBe(code.indexOf(name));
    expect(alone.split('\n')).toHaveLength(4);
  });

  it.each([
    'a + "b',
    'a /* b',
    '`a ${b',
    'a = /b',
    'f = function () {} / b / "c"',
    'of / b / "c"',
    'return eval("vars.a")',
    'a) } b',
  ])('is all of it where it cannot tell: %j', (code) => expect(codeAlone(code)).toBe(code));

  it('is read in one go, however long it is', () => {
    const long = `${'x = "a" / 2 / /b/.y; '.repeat(4_000)}${'`${'.repeat(2_000)}1${'}`'.repeat(2_000)}`;
    expect(codeAlone(long)).not.toContain('"');
  });
});
