import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { compileExpression } from '../compile/compile-expression.ts';
import { testContext } from '../testing/context.ts';

const spent = expect.objectContaining({ code: 'budgetExceeded' });

const evaluated = (text: string, t: string, steps?: number): unknown =>
  compileExpression(text).evaluate({ t }, testContext(steps === undefined ? {} : { steps }));

describe('a pattern', () => {
  const pattern = "'(a?){200}a{200}'";

  it.each([`REGEXTEST(t, ${pattern})`, `REGEXEXTRACT(t, ${pattern})`, `REGEXREPLACE(t, ${pattern}, 'b')`])(
    'is charged by the size of its program: %s',
    (text) => {
      expect(() => evaluated(text, 'a'.repeat(5_000), 200_000)).toThrow(spent);
      expect(evaluated(text, 'a'.repeat(500), 200_000)).toBeTruthy();
    },
  );

  it.each(['a.*z|a', '(a.*z)|a', '(?:a|ab)*?c|a', 'a*b|a', '(?s)a(.*z)?'])(
    'is charged by all that its searches read, not by the first alone: %s',
    (hostile) => {
      expect(() => evaluated(`REGEXREPLACE(t, '${hostile}', '-')`, 'a'.repeat(100_000))).toThrow(spent);
    },
  );

  it('reads a text once where its searches end where their matches do', () => {
    const t = Array.from({ length: 50_000 }, (_, at) => `field number ${at % 97} x`).join(',');
    expect(evaluated(`REGEXREPLACE(t, ',', ';')`, t)).toBe(t.replaceAll(',', ';'));
    expect(evaluated(`REGEXREPLACE(t, '[0-9]+ x', 'a longer replacement for $&')`, t)).toBe(
      t.replaceAll(/[0-9]+ x/g, 'a longer replacement for $&'),
    );
    expect(evaluated(`REGEXREPLACE(t, '(\\w+),(\\w+)', '$2,$1')`, t)).toBe(t.replaceAll(/(\w+),(\w+)/g, '$2,$1'));
  });

  it('is refused a longer text than an evaluation may make', () => {
    expect(() => evaluated("REGEXREPLACE(t, 'a', t)", 'a'.repeat(10_000))).toThrow(spent);
    expect(() => evaluated("REGEXREPLACE(t, 'a', '$`$`$`')", 'a'.repeat(10_000))).toThrow(spent);
  });

  it('is charged by its compilation: many patterns are much work', () => {
    const many = "COUNT(FILTER(SEQUENCE(2000), n -> REGEXTEST('a', '(?i)' & REPT('[\\pL\\pN]', 60) & n)))";
    expect(() => evaluated(many, '')).toThrow(spent);
  });
});

const token = fc.constantFrom(
  'a',
  'b',
  '.',
  '[ab]',
  '(a|b)',
  '(?P<n>b)',
  '()',
  '\\b',
  '^',
  '$',
  'é',
  '(?i)A',
  'a|b',
  '|',
);
const counted = fc
  .tuple(token, fc.constantFrom('', '*', '+', '?', '*?', '{2}'))
  .map(([one, count]) => (/^[\\^$|]|^\(\?i/.test(one) && count !== '' ? one : one + count));
const anyPattern = fc
  .array(counted, { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(''))
  .filter((pattern) => {
    try {
      return RE2JS.compile(pattern) !== null;
    } catch {
      return false;
    }
  });
const anyText = fc
  .array(fc.constantFrom('a', 'b', 'A', 'é', '😀', ' ', '\n', 'ab'), { maxLength: 30 })
  .map((all) => all.join(''));
const anyReplacement = fc
  .array(fc.constantFrom('$1', '$&', '$$', '$`', "$'", '$<n>', '$<x>', '$<', '$10', '$0', '$01', '$', 'x', '>', '2'), {
    maxLength: 5,
  })
  .map((all) => all.join(''));

describe('REGEXREPLACE', () => {
  it('gives what the engine gives', () => {
    fc.assert(
      fc.property(anyPattern, anyText, anyReplacement, (pattern, t, by) => {
        const given = { t, pattern, by };
        const made = compileExpression('REGEXREPLACE(t, pattern, by)').evaluate(given, testContext());
        expect(made).toBe(RE2JS.compile(pattern).matcher(t).replaceAll(by));
      }),
      { numRuns: 2_000 },
    );
  });
});
