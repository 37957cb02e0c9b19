import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EvaluationError } from '../evaluate/evaluation-error.ts';
import { compileFieldValue } from '../fields/compile-field-value.ts';
import { testContext } from '../testing/context.ts';
import { compileExpression } from './compile-expression.ts';

const scope = {
  n: null,
  one: 1,
  text: 'abc',
  order: {
    id: 'A',
    lines: [{ sku: 'X', qty: 2, price: 1.5, cancelled: true }, { sku: 'Y', qty: 1, one: 'own' }, { sku: 'Z' }],
    a: { b: { c: { d: 'deep' } } },
  },
};
const value = (text: string, given: Record<string, unknown> = scope): unknown =>
  compileExpression(text).evaluate(given, testContext());
const failure = (text: string, budget = {}): EvaluationError => {
  try {
    compileExpression(text).evaluate(scope, testContext(budget));
  } catch (cause) {
    if (cause instanceof EvaluationError) return cause;
    throw cause;
  }
  throw new Error(`no error came from ${text}`);
};

describe('compileExpression', () => {
  it.each<[string, unknown]>([
    ['1 + 2 * 3', 7],
    ['-2 ^ 2', 4],
    ['2 ^ 3 ^ 2', 64],
    ['7 % 3 & ""', '1'],
    ['n + 1', null],
    ['n * n', null],
    ['-n', null],
    ['n & "x" & 1.50 & true & 1e21', 'x1.5true1000000000000000000000'],
    ['1 = "1"', false],
    ['[1, { a: n }] = [1, { a: null }]', true],
    ['{ a: 1, b: 2 } = { b: 2, a: 1 }', true],
    ['n = null', true],
    ['missing', null],
    ['order.missing.deep', null],
    ['text.length', null],
    ['n > 1', false],
    ['not (n > 1)', true],
    ['"a" < "b" and 2 >= 2', true],
    ['1 in [1, 2] and not ("1" in [1])', true],
    ['n ?? one', 1],
    ['"" ?? 1', ''],
    ['order.a.b.c.d', 'deep'],
    ['order["id"] & order.`id`', 'AA'],
    ['order.lines.sku', ['X', 'Y', 'Z']],
    ['order.lines[*].qty', [2, 1, null]],
    ['order.lines[0].sku & order.lines[-1].sku', 'XZ'],
    ['order.lines[9].sku', null],
    ['order.lines[qty > 1].sku', ['X']],
    ['order.lines[$.qty = one].sku', []],
    ['order.lines[qty = 1].one', ['own']],
    ['order.lines[cancelled = true][0].sku', 'X'],
    ['order.lines[one].sku', 'Y'],
    ['order[*].id', ['A']],
    ['n[*]', []],
    ['n[a = 1]', []],
    ['FILTER(order.lines, l -> l.qty >= 1).sku', ['X', 'Y']],
    ['MAP(order.lines, (l, i) -> i & l.sku)', ['0X', '1Y', '2Z']],
    [
      'MAP(order.lines, l -> MAP([1, 2], x -> x * l.qty))',
      [
        [2, 4],
        [1, 2],
        [null, null],
      ],
    ],
    ['MAP(order.lines, MAP([10], $ + $parent.qty))', [[12], [11], [null]]],
    ['SUM(order.lines.qty)', 3],
    ['if(one = 1; "yes"; "no")', 'yes'],
    ['$now', '2026-03-29T12:00:00.000Z'],
    ['{ a: one, `__proto__`: 2 }.`__proto__`', 2],
    ['order.constructor', null],
    ['order.`__proto__`.x', null],
    ['order.lines.constructor', [null, null, null]],
    ['0.1 + 0.2', 0.3],
    ['0.1 + 0.2 = 0.3', true],
    ['"" & 1.1 * 1.1', '1.21'],
    ['0.3 / 0.1', 3],
    ['1 / 3 * 3', 1],
    ['1.1 ^ 2', 1.21],
    ['ROUND(7.5 * 1.19, 2)', 8.93],
    ['TEXT(7.5 * 1.19, "0.00")', '8.93'],
    ['9007199254740991 - 1', 9007199254740990],
    ['DECIMAL("0.1") + DECIMAL("0.2")', '0.3'],
    ['DECIMAL("123456789012345678.90") - 0.05', '123456789012345678.85'],
    ['"999999999999999999.99" * DECIMAL(2)', '1999999999999999999.98'],
    ['DECIMAL(1) / 3', '0.3333333333333333333333333333333333'],
    ['DECIMAL(10) / 4', '2.5'],
    ['DECIMAL("12345678901234567890123456789012345678.5") / 1', '12345678901234567890123456789012345678.5'],
    ['DECIMAL("-12345678901234567890123456789012345678.50") / 2', '-6172839450617283945061728394506172839.25'],
    ['DECIMAL("12345678901234567890123456789012345678") / 5', '2469135780246913578024691357802469136'],
    ['DECIMAL("123456789012345678901234567890123456.25") / 0.5', '246913578024691357802469135780246912.5'],
    ['DECIMAL("-7.5") % 2', '0.5'],
    ['-DECIMAL("1.50") - 1', '-2.50'],
    ['DECIMAL("1.0") = 1', true],
    ['DECIMAL("10") < "9"', false],
    ['DECIMAL("10") >= 9 and DECIMAL(1) <> 2', true],
    ['DECIMAL(null) + 1', null],
    ['DECIMAL(null) > 1', false],
    ['DECIMAL(null) = null', true],
    ['DECIMAL(1) = "x"', false],
    ['IFERROR(DECIMAL(1) / 0, "none")', 'none'],
    ['IFERROR(DECIMAL(1) + "x", "none")', 'none'],
    ['DECIMAL(DECIMALSUM(["0.005", null, 1]), 2)', '1.01'],
    ['ROUND(0.1 + 0.2, 2) = 0.3', true],
    ['IFERROR(NUMBER("x"), "bad")', 'bad'],
  ])('%s', (text, expected) => {
    expect(compileExpression(text).diagnostics).toEqual([]);
    expect(value(text)).toEqual(expected);
  });

  it.each<[string, string, string]>([
    ['text * 2', 'typeMismatch', 'NUMBER()'],
    ['1 < "2"', 'typeMismatch', 'cannot be put in order'],
    ['order & "x"', 'typeMismatch', 'TOJSON'],
    ['order.lines & "x"', 'typeMismatch', 'TEXTJOIN'],
    ['IF(text, 1, 2)', 'typeMismatch', 'true or false'],
    ['1 / 0', 'divisionByZero', 'divisor is 0'],
    ['10 ^ 400', 'numberTooLarge', 'held'],
    ['NOPE(1)', 'unknownFunction', 'NOPE'],
    ['LEFT()', 'invalidValue', 'arguments'],
    ['IFS(true)', 'invalidValue', 'arguments'],
    ['IFS(true, 1, false)', 'invalidValue', 'pairs'],
    ['LOOKUP("none", "x")', 'unknownTable', 'none'],
    ['x -> x', 'invalidValue', 'argument of'],
    ['1 +', 'syntax', 'not complete'],
    // Parts of it could be read; the whole is not what was meant.
    ['IF(true, 1', 'syntax', 'not complete'],
    ['1e400', 'syntax', 'not complete'],
    ['$nope', 'invalidValue', '$index'],
    ['1 in text', 'typeMismatch', 'list on its right'],
    ['TOZONE("2026-01-01T10:00", "UTC")', 'invalidValue', 'no zone'],
    ['TOZONE("2026-01-01T10:00Z", "Mars/Base")', 'invalidValue', 'Europe/Berlin'],
    ['DATEVALUE("2026-02-30")', 'invalidValue', 'no date'],
    ['REGEXTEST("a", "(")', 'invalidValue', 'pattern'],
    ['PARSEJSON("{")', 'invalidValue', 'no JSON'],
    ['NUMBER("90071992547409931")', 'numberTooLarge', 'Keep it as text'],
  ])('%s fails as %s', (text, code, words) => {
    const error = failure(text);
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
  });

  it('finds members of a long list by an index, at the cost of one step each', () => {
    const list = Array.from({ length: 2_000 }, (_, at) => at);
    const found = compileExpression('COUNT(FILTER(list, x -> x in keys))');
    const scope = { list, keys: list.map((at) => at * 2) };
    expect(found.evaluate(scope, testContext({ steps: 60_000 }))).toBe(1_000);
  });

  it('walks a list that is written for one look-up', () => {
    const countries = Array.from({ length: 27 }, (_, at) => `"C${at}"`).join(', ');
    const list = Array.from({ length: 500 }, (_, at) => `C${at % 54}`);
    const found = compileExpression(`COUNT(FILTER(list, x -> x in [${countries}]))`);
    const known = list.filter((country) => Number(country.slice(1)) < 27).length;
    expect(found.evaluate({ list }, testContext({ steps: 500 * 70 }))).toBe(known);
  });

  it('says where in the text it failed', () => {
    const text = '1 + ROUND(UPPER("x") * 2, 1)';
    const { at } = failure(text);
    expect(text.slice(at.start, at.end)).toBe('UPPER("x") * 2');
  });

  it.each([
    'PADLEFT("x", 1000000000)',
    'PADLEFT("x", 9000000) & PADLEFT("x", 9000000)',
    'COUNT(MAP(TEXTSPLIT(PADLEFT("", 30, ","), ","), PADLEFT("x", 9000000)))',
    'SUBSTITUTE(PADLEFT("", 9000000, "a"), "a", "aaaaaaaaaaaaaaaaaaaaaaaaaaa")',
    'REGEXREPLACE(PADLEFT("", 1000000, "a"), "(a*)", "$1$1$1$1$1$1$1$1$1$1$1")',
    'TEXTSPLIT(PADLEFT("", 2000000, ","), ",")',
    'MAP(TEXTSPLIT(PADLEFT("", 5000, ","), ","), MAP(TEXTSPLIT(PADLEFT("", 5000, ","), ","), 1))',
    'TEXTJOIN(PADLEFT("x", 1000000), false, TEXTSPLIT(PADLEFT("", 50, ","), ","))',
    'UNIQUE(MAP(TEXTSPLIT(PADLEFT("", 5000, ","), ","), PADLEFT("x", 100000)))',
    'MAP(TEXTSPLIT(PADLEFT("", 3000, ","), ","), MAP(TEXTSPLIT(PADLEFT("", 3000, ","), ","), { a: 1, b: 2, c: 3 }))',
    'MAP(TEXTSPLIT(PADLEFT("", 100000, ","), ","), HASH(PADLEFT("x", 100000)))',
  ])('ends the bomb %s as a typed error', (text) => {
    expect(failure(text).code).toBe('budgetExceeded');
  });

  it.each([
    // Reading digits as a whole number costs more than reading text, and so does bringing 10^300 to the places of 10^-300.
    'DECIMALSUM(MAP(SEQUENCE(100), digits))',
    'MAP(SEQUENCE(100), x -> DECIMAL(x) < digits)',
    'MAP(SEQUENCE(100), x -> DECIMAL(x) = digits)',
    'MAP(SEQUENCE(100), x -> DECIMAL(x) + digits)',
    'DECIMALSUM(MAP(SEQUENCE(200), x -> IF(x % 2 = 0, 1e300, 1e-300)))',
    'MAP(SEQUENCE(200), x -> DECIMAL(1e-300) < 1e300)',
    'MAP(SEQUENCE(200), x -> DECIMAL(1e-300) / 1e300)',
    'MAP(SEQUENCE(200), x -> DECIMAL(x) * 1e300)',
  ])('charges the digits of decimals: %s', (text) => {
    const given = { digits: '7'.repeat(900) };
    const budget = { steps: 50_000 };
    const compiled = compileExpression(text);
    expect(compiled.diagnostics).toEqual([]);
    expect(() => compiled.evaluate(given, testContext(budget))).toThrow(
      expect.objectContaining({ code: 'budgetExceeded' }),
    );
  });

  it('is not held up by a pattern that would backtrack for ever', () => {
    // A backtracking engine would not come back within the time limit of any test.
    expect(value('REGEXTEST(PADLEFT("!", 5000, "a"), "^(a+)+$")')).toBe(false);
  });

  it('throws nothing but typed errors, whatever the expression', () => {
    const parts = [
      'order',
      '.lines',
      '.qty',
      '[0]',
      '[*]',
      '[qty > 1]',
      ' + ',
      ' & ',
      ' = ',
      ' in ',
      ' ?? ',
      ' < ',
      'SUM(',
      'MAP(',
      'TEXTJOIN(',
      'IF(',
      ')',
      ', ',
      'l -> ',
      'l',
      '1',
      '"x"',
      'null',
      '[',
      ']',
      '{ a: ',
      ' }',
      '-',
      'not ',
      '$',
      '$index',
      '`__proto__`',
      '.constructor',
      'FROMENTRIES(',
      'MERGE(',
      'SORT(',
      'DATEADD(',
      'PADLEFT(',
      '1e9',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 14 }), (chosen) => {
        try {
          const result = value(chosen.join(''));
          expect(result).not.toBe(undefined);
          expect(typeof result).not.toBe('function');
        } catch (cause) {
          expect(cause).toBeInstanceOf(EvaluationError);
        }
      }),
      { numRuns: 5000 },
    );
  });
});

describe('compileFieldValue', () => {
  it('evaluates every mode', () => {
    const compiled = compileFieldValue({
      mode: 'entries',
      entries: [
        { name: 'a', value: { mode: 'fixed', value: [1] } },
        { name: '__proto__', value: { mode: 'mapped', path: 'order.id' } },
        { name: 'c', value: { mode: 'expression', expr: '=one + 1' } },
        { name: 'd', value: { mode: 'entries', entries: [] } },
      ],
    });
    expect(compiled.diagnostics).toEqual([]);
    const result = compiled.evaluate(scope, testContext());
    expect(JSON.stringify(result)).toBe('{"a":[1],"__proto__":"A","c":2,"d":{}}');
  });
});
