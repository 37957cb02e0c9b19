import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileExpression } from '../compile/compile-expression.ts';
import { EvaluationError } from '../evaluate/evaluation-error.ts';
import { testContext } from '../testing/context.ts';
import { comparisons, namesOfLibrary, theirs } from '../testing/oracle.ts';
import { functionDefinitions } from './index.ts';

function ours(expr: string, scope: Record<string, unknown> = {}): unknown {
  try {
    return compileExpression(expr).evaluate(scope, testContext());
  } catch (cause) {
    if (cause instanceof EvaluationError) return 'error';
    throw cause;
  }
}

const calls = (name: string): RegExp => new RegExp(`\\b${name}\\(`);

describe('functions with names of Excel', () => {
  it.each(comparisons.map((comparison) => [comparison.expr, comparison] as const))(
    '%s gives what an independent library gives',
    (expr, { oracle, draws, close }) => {
      fc.assert(
        fc.property(draws, ([a, b, c, d]) => {
          const expected = oracle(a, b, c, d);
          const found = ours(expr, { a, b, c, d });
          if (close === true && typeof expected === 'number' && typeof found === 'number')
            expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
          else expect(found).toEqual(expected);
        }),
        { numRuns: 150 },
      );
    },
  );
});

/** Where ours is another on purpose: expression, ours, the library's. */
const differences: readonly (readonly [reason: string, rows: readonly (readonly [string, unknown, unknown])[]])[] = [
  [
    'a character is a code point, never half of one',
    [
      ["LEN('😀')", 1, theirs('LEN', '😀')],
      ["LEFT('😀abc', 2)", '😀a', theirs('LEFT', '😀abc', 2)],
      ["RIGHT('a😀', 1)", '😀', theirs('RIGHT', 'a😀', 1)],
      ["MID('😀😀ab', 2, 2)", '😀a', theirs('MID', '😀😀ab', 2, 2)],
      ["FIND('a', '😀a')", 2, theirs('FIND', 'a', '😀a')],
      ["SEARCH('A', '😀a')", 2, theirs('SEARCH', 'A', '😀a')],
      ["REPLACE('😀ab', 2, 1, 'x')", '😀xb', theirs('REPLACE', '😀ab', 2, 1, 'x')],
    ],
  ],
  [
    'of nothing comes nothing, not zero and not empty text',
    [
      ['ABS(null)', null, theirs('ABS', null)],
      ['ROUND(null, 2)', null, theirs('ROUND', null, 2)],
      ['ROUNDUP(null)', null, theirs('ROUNDUP', null, 0)],
      ['ROUNDDOWN(null)', null, theirs('ROUNDDOWN', null, 0)],
      ['CEILING(null, 1)', null, theirs('CEILING', null, 1)],
      ['INT(null)', null, theirs('INT', null)],
      ['SQRT(null)', null, theirs('SQRT', null)],
      ['POWER(null, 2)', null, theirs('POWER', null, 2)],
      ['LEN(null)', null, theirs('LEN', null)],
      ['UPPER(null)', null, theirs('UPPER', null)],
      ['TRIM(null)', null, theirs('TRIM', null)],
      ['REPT(null, 2)', null, theirs('REPT', null, 2)],
      ['MIN([])', null, theirs('MIN', [])],
      ['MAX([])', null, theirs('MAX', [])],
      ['AVERAGE([])', null, theirs('AVERAGE', [])],
      ['MEDIAN([])', null, theirs('MEDIAN', [])],
      ["IF(false, 'x')", null, theirs('IF', false, 'x')],
      ['IF(true, null, 1)', null, theirs('IF', true, null, 1)],
      ['IFS(false, 1)', null, theirs('IFS', false, 1)],
      ["SWITCH('x', 'a', 1)", null, theirs('SWITCH', 'x', 'a', 1)],
      ["FIND('x', 'abc')", null, theirs('FIND', 'x', 'abc')],
      ["SEARCH('x', 'abc')", null, theirs('SEARCH', 'x', 'abc')],
      ['INDEX([1], 2)', null, theirs('INDEX', [1], 2)],
      ['AND(true, null)', false, theirs('AND', true, null)],
      ["ISBLANK('')", true, theirs('ISBLANK', '')],
      ["ISBLANK('  ')", true, theirs('ISBLANK', '  ')],
    ],
  ],
  [
    'no value is taken for another type',
    [
      ["SUM(['1', 2])", 'error', theirs('SUM', ['1', 2])],
      ["AVERAGE(['x', 2])", 'error', theirs('AVERAGE', ['x', 2])],
      ["MIN(['x', 2])", 'error', theirs('MIN', ['x', 2])],
      ["ABS('-2')", 'error', theirs('ABS', '-2')],
      ["ROUND('2.5', 0)", 'error', theirs('ROUND', '2.5', 0)],
      ['INT(true)', 'error', theirs('INT', true)],
      ['IF(1, 2, 3)', 'error', theirs('IF', 1, 2, 3)],
      ["OR('x', true)", 'error', theirs('OR', 'x', true)],
      ["DATEVALUE('29 March 2026')", 'error', theirs('DATEVALUE', '29 March 2026')],
      ['YEAR(46110)', 'error', theirs('YEAR', 46_110)],
      ['CONCAT(true)', 'true', theirs('CONCAT', true)],
    ],
  ],
  [
    'decimal digits count, as people see them',
    [
      ['CEILING(2.1, 0.3)', 2.1, theirs('CEILING', 2.1, 0.3)],
      ['FLOOR(0.7, 0.1)', 0.7, theirs('FLOOR', 0.7, 0.1)],
      ['MOD(0.3, 0.1)', 0, theirs('MOD', 0.3, 0.1)],
      [
        'SUM([0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1])',
        1,
        theirs(
          'SUM',
          Array.from({ length: 10 }, () => 0.1),
        ),
      ],
      ["TEXT(1.005, '0.00')", '1.01', theirs('TEXT', 1.005, '0.00')],
      ["TEXT(-0.4, '0')", '0', theirs('TEXT', -0.4, '0')],
    ],
  ],
  [
    'the library has it otherwise than Excel, and ours goes with Excel',
    [
      ['MOD(-3, 3)', 0, theirs('MOD', -3, 3)],
      ['MOD(7, -3)', -2, theirs('MOD', 7, -3)],
      ["SUBSTITUTE('aba', 'a', 'x', 1)", 'xba', theirs('SUBSTITUTE', 'aba', 'a', 'x', 1)],
      ["PROPER('o''neill-smith')", "O'Neill-Smith", theirs('PROPER', "o'neill-smith")],
      ["TEXTJOIN(',', true, [0, 'a'])", '0,a', theirs('TEXTJOIN', ',', true, [0, 'a'])],
      ["SEARCH('o*2', 'no 42')", 2, theirs('SEARCH', 'o*2', 'no 42')],
      ["REPT('ab', -1)", 'error', theirs('REPT', 'ab', -1)],
      ["MID('abc', 2, 0)", '', theirs('MID', 'abc', 2, 0)],
      ["DATEDIF('2026-03-10', '2026-03-20', 'YD')", 10, theirs('DATEDIF', '2026-03-10', '2026-03-20', 'YD')],
      ["DATEDIF('2026-03-31', '2027-03-30', 'Y')", 0, theirs('DATEDIF', '2026-03-31', '2027-03-30', 'Y')],
      ['SORT([10, 9, 1])', [1, 9, 10], theirs('SORT', [[10], [9], [1]])],
      ["NUMBER('1 234 567,5', ',')", 1_234_567.5, theirs('NUMBERVALUE', '1 234 567,5', ',', ' ')],
    ],
  ],
  [
    'ours says more, or takes less for granted',
    [
      ['POWER(0, 0)', 1, theirs('POWER', 0, 0)],
      ["CLEAN(URLDECODE('a%7Fb'))", 'ab', theirs('CLEAN', 'a\u007fb')],
      ['DATE(26, 1, 1)', '0026-01-01', theirs('DATE', 26, 1, 1)],
      ["EOMONTH('2026-01-10', 1.5)", 'error', theirs('EOMONTH', '2026-01-10', 1.5)],
      ["DATEDIF('2026-01-31', '2026-03-01', 'MD')", 1, theirs('DATEDIF', '2026-01-31', '2026-03-01', 'MD')],
      ["DATEDIF('2026-03-20', '2026-01-31', 'M')", -1, theirs('DATEDIF', '2026-03-20', '2026-01-31', 'M')],
      ['INDEX([1, 2], -1)', 2, theirs('INDEX', [1, 2], -1)],
      ['COUNT(["a", 1, null])', 3, theirs('COUNT', ['a', 1, null])],
      ["TYPE('a')", 'text', theirs('TYPE', 'a')],
      ['DECIMAL(2.5, 2)', '2.50', theirs('DECIMAL', '2.5', 2)],
      ['TEXT(12.5)', '12.5', theirs('TEXT', 12.5)],
      ["LOOKUP({ a: 1 }, 'b')", null, theirs('LOOKUP', 'b', ['a'], [1])],
      ['NOW()', '2026-03-29T12:00:00.000Z', theirs('NOW')],
      ['TODAY()', '2026-03-29', theirs('TODAY')],
    ],
  ],
];

describe('intended differences', () => {
  it.each(differences.flatMap(([reason, rows]) => rows.map((row) => [...row, reason] as const)))(
    '%s is %j, not %j: %s',
    (expr, mine, other) => {
      expect(ours(expr)).toEqual(mine);
      expect(other, 'the library changed its mind: compare instead').not.toEqual(mine);
    },
  );

  it('and comparisons cover every function that the library has too', () => {
    const shared = functionDefinitions.map(({ name }) => name).filter((name) => namesOfLibrary().includes(name));
    expect(shared.length).toBeGreaterThan(50);
    const texts = [
      ...comparisons.map(({ expr }) => expr),
      ...differences.flatMap(([, rows]) => rows.map(([expr]) => expr)),
    ];
    expect(shared.filter((name) => !texts.some((expr) => calls(name).test(expr)))).toEqual([]);
  });
});
