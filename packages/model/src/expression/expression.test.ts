import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binaryOperators } from './ast.ts';
import type { Expression } from './ast.ts';
import { layoutExpression } from './layout.ts';
import { quoteName } from './name.ts';
import { parseExpression } from './parser.ts';
import { parsePath, printPath } from './path.ts';
import { printExpression } from './printer.ts';
import { referencesOf } from './references.ts';
import { renameStep } from './rename-step.ts';

const printed = (text: string): string => printExpression(parseExpression(text).ast);
const codes = (text: string): string[] => parseExpression(text).diagnostics.map((diagnostic) => diagnostic.code);
const withoutPositions = (node: unknown): unknown =>
  JSON.parse(
    JSON.stringify(node, (key, value: unknown) =>
      ['start', 'end', 'nameStart', 'nameEnd'].includes(key) ? undefined : value,
    ),
  );

describe('parseExpression', () => {
  it.each([
    ['=1+2*3', '1 + 2 * 3'],
    ['(1+2)*3', '(1 + 2) * 3'],
    ['-2^2', '-2 ^ 2'],
    ['-(2^2)', '-(2 ^ 2)'],
    ['2^3^4', '2 ^ 3 ^ 4'],
    ['2^(3^4)', '2 ^ (3 ^ 4)'],
    ['1-(2-3)', '1 - (2 - 3)'],
    ['a&"x"&b', 'a & "x" & b'],
    ["'it''s'", '"it\'s"'],
    ['\'say "hi"\'', '\'say "hi"\''],
    ['if(a==1;"x";"y")', 'IF(a = 1, "x", "y")'],
    ['a != b', 'a <> b'],
    ['a || b && !1', undefined],
    ['a || b && c', 'a or b and c'],
    ['not a = b', 'not a = b'],
    ['(not a) = b', '(not a) = b'],
    ['NOT(a) = b', 'NOT(a) = b'],
    ['a and not b or c', 'a and not b or c'],
    ['a ?? b ?? c', 'a ?? b ?? c'],
    ['x in [1,2]', 'x in [1, 2]'],
    ['FILTER(lines, l -> l.qty > 1 and not l.cancelled)', 'FILTER(lines, l -> l.qty > 1 and not l.cancelled)'],
    ['SORT(l, (a, b) -> a.x - b.x)', 'SORT(l, (a, b) -> a.x - b.x)'],
    ['order.lines[*].sku', 'order.lines[*].sku'],
    ['order.lines[-1].`a.b`', 'order.lines[-1].`a.b`'],
    ['order["a b"]', 'order["a b"]'],
    ['lines[qty > 1].sku', 'lines[qty > 1].sku'],
    ['{a: 1, "b c": [true, null]}', '{ a: 1, "b c": [true, null] }'],
    ['`a``b`.c', '`a``b`.c'],
    ['$.x + $index + $parent.y', '$.x + $index + $parent.y'],
    ['order.in.not', 'order.in.not'],
    ['`not`.x', '`not`.x'],
    ['(1).a', '(1).a'],
    ['1e3', '1000'],
    ['TRUE', 'true'],
    ['IF (a, b)', 'IF(a, b)'],
    ['not not a', 'not not a'],
    ['--a', '--a'],
  ])('%s', (text, expected) => {
    if (expected === undefined) return expect(codes(text)).not.toEqual([]);
    expect(codes(text)).toEqual([]);
    expect(printed(text)).toBe(expected);
    return expect(printed(expected)).toBe(expected);
  });

  it.each([
    ['', 'expression.empty'],
    ['   ', 'expression.empty'],
    ['a +', 'expression.syntax'],
    ['a + * b', 'expression.syntax'],
    ['a b', 'expression.syntax'],
    ['a.', 'expression.syntax'],
    ['a.0', 'expression.syntax'],
    ['IF(a, b', 'expression.unclosed'],
    ['[1, 2', 'expression.unclosed'],
    ['"abc', 'expression.unclosed'],
    ['`abc', 'expression.unclosed'],
    ['a # b', 'expression.syntax'],
    ['{a 1}', 'expression.syntax'],
    ['{1: 2}', 'expression.syntax'],
    ['f(1,)', 'expression.syntax'],
    ['a < b < c', 'expression.chainedComparison'],
    ['90071992547409931', 'expression.numberTooLong'],
    ['1e999', 'expression.numberTooLong'],
    [')', 'expression.syntax'],
    [`${'('.repeat(300)}1${')'.repeat(300)}`, 'expression.tooDeep'],
    [Array.from({ length: 5000 }, () => 'a').join('+'), 'expression.tooDeep'],
    ['a'.repeat(20_001), 'expression.tooLong'],
  ])('says what is wrong with %.30s', (text, code) => {
    expect(codes(text)[0]).toBe(code);
  });

  it('keeps what it understood of a broken text', () => {
    expect(
      referencesOf(parseExpression('order.total + * steps.charge.id)').ast).map((reference) => reference.root),
    ).toEqual(['order', 'steps']);
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            'a',
            '.',
            '[',
            ']',
            '(',
            ')',
            '{',
            '}',
            ',',
            ';',
            ':',
            '->',
            '"',
            "'",
            '`',
            '$',
            '1',
            '1.5',
            'not',
            'in',
            'and',
            '-',
            '=',
            '??',
            ' ',
            'IF',
            '\ud800',
            '#',
          ),
          { maxLength: 60 },
        ),
        (parts) => {
          const text = parts.join('');
          const { ast, diagnostics } = parseExpression(text);
          printExpression(ast);
          for (const { at } of diagnostics) {
            expect(at.start).toBeGreaterThanOrEqual(0);
            expect(at.end).toBeLessThanOrEqual(text.length);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });
});

const span = { start: 0, end: 0 };
const anyName = fc.oneof(
  fc.constantFrom('order', 'a.b', '__proto__', 'constructor', 'not', 'back`tick', '', 'é', 'x y', '1a'),
  fc.string({ maxLength: 6 }),
);
const { tree } = fc.letrec<{ tree: Expression }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.record({
      kind: fc.constant('literal' as const),
      value: fc.oneof(
        fc.string({ maxLength: 8 }),
        fc.nat(),
        fc
          .double({ min: 0, noNaN: true, max: 1e300 })
          .map(Math.abs)
          .filter((n) => !Number.isInteger(n) || Number.isSafeInteger(n)),
        fc.boolean(),
        fc.constant(null),
      ),
      start: fc.constant(0),
      end: fc.constant(0),
    }),
    anyName.map((name): Expression => ({ kind: 'name', name, ...span })),
    fc.constantFrom('', 'index', 'parent').map((name): Expression => ({ kind: 'special', name, ...span })),
    fc
      .tuple(tie('tree'), anyName)
      .map(([object, name]): Expression => ({ kind: 'member', object, name, nameStart: 0, ...span })),
    fc
      .tuple(tie('tree'), tie('tree'))
      .map(([object, index]): Expression => ({ kind: 'index', object, index, ...span })),
    tie('tree').map((object): Expression => ({ kind: 'each', object, ...span })),
    fc
      .tuple(fc.constantFrom('-' as const, 'not' as const), tie('tree'))
      .map(([operator, operand]): Expression => ({ kind: 'unary', operator, operand, ...span })),
    fc
      .tuple(fc.constantFrom(...binaryOperators), tie('tree'), tie('tree'))
      .map(([operator, left, right]): Expression => ({ kind: 'binary', operator, left, right, ...span })),
    fc
      .tuple(fc.constantFrom('IF', 'SUM', 'NOT', 'AND'), fc.array(tie('tree'), { maxLength: 3 }))
      .map(([name, args]): Expression => ({ kind: 'call', name, nameEnd: 0, args, ...span })),
    fc.tuple(fc.array(anyName, { minLength: 1, maxLength: 3 }), tie('tree')).map(([names, body]): Expression => ({
      kind: 'lambda',
      parameters: names.map((name) => ({ name, ...span })),
      body,
      ...span,
    })),
    fc.array(tie('tree'), { maxLength: 3 }).map((items): Expression => ({ kind: 'list', items, ...span })),
    fc.array(fc.tuple(anyName, tie('tree')), { maxLength: 3 }).map((pairs): Expression => ({
      kind: 'object',
      entries: pairs.map(([key, value]) => ({ key, nameEnd: 0, value, ...span })),
      ...span,
    })),
  ),
}));

describe('printExpression', () => {
  it('is the inverse of parsing, for every tree', () => {
    fc.assert(
      fc.property(tree, (ast) => {
        const text = printExpression(ast);
        const again = parseExpression(text);
        expect(again.diagnostics).toEqual([]);
        expect(withoutPositions(again.ast)).toEqual(withoutPositions(ast));
        expect(printExpression(again.ast)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('layoutExpression', () => {
  const laidOut = (text: string, width: number): string[] =>
    layoutExpression(parseExpression(text).ast, width).split('\n');

  it('leaves one line where it fits', () => {
    expect(laidOut('sum( a,b )', 20)).toEqual(['SUM(a, b)']);
  });

  it('gives each argument and each operand a line of its own', () => {
    expect(laidOut("IF(order.total > 100 and order.vip, 'express way', TEXTJOIN(', ', true, a, b))", 30)).toEqual([
      'IF(',
      '  order.total > 100',
      '  and order.vip,',
      '  "express way",',
      '  TEXTJOIN(", ", true, a, b)',
      ')',
    ]);
    expect(laidOut('first.name & " " & last.name', 16)).toEqual(['first.name', '& " "', '& last.name']);
    expect(laidOut('(first.amount + second.amount) * 2', 16)).toEqual([
      '(',
      '  first.amount',
      '  + second.amount',
      ')',
      '* 2',
    ]);
    expect(laidOut('MAP(order.lines, line -> {id: line.id, amount: line.net})', 24)).toEqual([
      'MAP(',
      '  order.lines,',
      '  line -> {',
      '    id: line.id,',
      '    amount: line.net',
      '  }',
      ')',
    ]);
  });

  it('parses to the same tree, however narrow', () => {
    fc.assert(
      fc.property(tree, fc.integer({ min: 1, max: 60 }), (ast, width) => {
        const again = parseExpression(layoutExpression(ast, width));
        expect(again.diagnostics).toEqual([]);
        expect(withoutPositions(again.ast)).toEqual(withoutPositions(ast));
        expect(layoutExpression(again.ast, width)).toBe(layoutExpression(ast, width));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('referencesOf', () => {
  it('lists paths with their places and leaves parameters out', () => {
    const text = 'steps.charge.body.id & MAP(trigger.body.lines[qty > vars.min], l -> l.sku & $.x)';
    const found = referencesOf(parseExpression(text).ast);
    expect(found.map(({ root, path }) => [root, ...path].join('/'))).toEqual([
      'steps/charge/body/id',
      'trigger/body/lines',
      'qty',
      'vars/min',
      '$/x',
    ]);
    expect(text.slice(found[0]?.start, found[0]?.end)).toBe('steps.charge.body.id');
  });
});

describe('renameStep', () => {
  it.each([
    ['steps.charge.id', 'steps.pay.id'],
    ['=  steps . `charge`.id  &  errors.charge.message', '=  steps . pay.id  &  errors.pay.message'],
    ['steps["charge"].id', 'steps["pay"].id'],
    ['"steps.charge" & order.charge & charge', '"steps.charge" & order.charge & charge'],
    ['steps.charge_more', 'steps.charge_more'],
    ['MAP(l, steps -> steps.charge)', 'MAP(l, steps -> steps.charge)'],
    ['steps.charge + * (', 'steps.pay + * ('],
  ])('%s', (text, expected) => expect(renameStep(text, 'charge', 'pay')).toBe(expected));
});

describe('paths', () => {
  it.each(['trigger.body.lines[0].sku', 'a[*].b[-1]', '`x y`.`a.b`', 'steps.charge'])('round trip of %s', (text) => {
    expect(printPath(parsePath(text) ?? [])).toBe(text);
  });
  it.each(['a + b', '1', 'a[', 'F(x)', '$index'])('%s is no path', (text) => expect(parsePath(text)).toBeUndefined());
  it('quotes any name so that it reads back', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), (names) => {
        const steps = names.map((name) => ({ kind: 'name' as const, name }));
        expect(parsePath(printPath(steps))).toEqual(steps);
        expect(parsePath(quoteName(names[0] ?? ''))).toEqual([steps[0]]);
      }),
    );
  });
});
