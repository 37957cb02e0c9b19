// The grammar line by line: every production is parsed, printed, checked and evaluated.
import { parseExpression, printExpression } from '@patchbay/model/expression';
import type { DataSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { checkExpression } from '../check/check-expression.ts';
import { testContext } from '../testing/context.ts';
import { compileExpression } from './compile-expression.ts';

const scope = {
  n: 2,
  flag: false,
  none: null,
  word: 'b',
  order: {
    'unit price': 2.5,
    'a`b': 'tick',
    not: 'named as an operator',
    in: { and: 1 },
    lines: [
      { sku: 'A', qty: 1, tags: ['x'] },
      { sku: 'B', qty: 3, tags: [] },
    ],
  },
  vars: { rate: 0.25 },
  'odd name': 7,
};
const text: DataSchema = { type: 'string' };
const whole: DataSchema = { type: 'integer' };
const line: DataSchema = {
  type: 'object',
  properties: { sku: text, qty: whole, tags: { type: 'array', items: text } },
  required: ['sku', 'qty', 'tags'],
  additionalProperties: false,
};
const types: Record<string, DataSchema> = {
  n: whole,
  flag: { type: 'boolean' },
  none: { type: 'null' },
  word: text,
  order: {
    type: 'object',
    properties: {
      'unit price': { type: 'number' },
      'a`b': text,
      not: text,
      in: { type: 'object', properties: { and: whole }, required: ['and'], additionalProperties: false },
      lines: { type: 'array', items: line },
    },
    required: ['unit price', 'a`b', 'not', 'in', 'lines'],
    additionalProperties: false,
  },
  vars: { type: 'object', properties: { rate: { type: 'number' } }, required: ['rate'], additionalProperties: false },
  'odd name': whole,
};

/** Text, its canonical form where it is another, value. */
const productions: Readonly<Record<string, readonly (readonly [string, string | undefined, unknown])[]>> = {
  'formula = [ "=" ] expr': [
    ['=n', 'n', 2],
    ['  =  n + 1', 'n + 1', 3],
    ['n', undefined, 2],
  ],
  'lambda = name "->" expr | "(" name { "," name } ")" "->" expr': [
    ['MAP(order.lines, l -> l.qty)', undefined, [1, 3]],
    ['MAP(order.lines, (l) -> l.qty)', 'MAP(order.lines, l -> l.qty)', [1, 3]],
    ['MAP(order.lines, (l, i) -> i)', undefined, [0, 1]],
    ['MAP(order.lines, (l; i) -> i)', 'MAP(order.lines, (l, i) -> i)', [0, 1]],
    ['MAP(order.lines, `a line` -> `a line`.qty)', undefined, [1, 3]],
    ['MAP(order.lines, l -> MAP(l.tags, t -> t & l.sku))', undefined, [['xA'], []]],
    ['MAP(order.lines, l -> none ?? l.qty)', undefined, [1, 3]],
  ],
  'coalesce = or { "??" or }': [
    ['none ?? none ?? 3', undefined, 3],
    ['none ?? flag or true', undefined, true],
  ],
  'or = and { ("or"|"||") and }': [
    ['flag or true', undefined, true],
    ['flag || flag', 'flag or flag', false],
    ['true or flag and flag', undefined, true],
    ['flag OR true', 'flag or true', true],
  ],
  'and = not { ("and"|"&&") not }': [
    ['true and not flag', undefined, true],
    ['true && flag', 'true and flag', false],
    ['flag And true', 'flag and true', false],
  ],
  'not = [ "not" ] cmp': [
    ['not flag', undefined, true],
    ['not n = 2', undefined, false],
    ['NOT flag', 'not flag', true],
    ['NOT(flag)', undefined, true],
  ],
  'cmp = cat [ ("="|"=="|"<>"|"!="|"<"|">"|"<="|">="|"in") cat ]': [
    ['n = 2', undefined, true],
    ['n == 2', 'n = 2', true],
    ['n <> 2', undefined, false],
    ['n != 2', 'n <> 2', false],
    ['n < 3', undefined, true],
    ['n > 3', undefined, false],
    ['n <= 2', undefined, true],
    ['n >= 3', undefined, false],
    ['word in ["a", "b"]', undefined, true],
    ['n IN [1, 3]', 'n in [1, 3]', false],
    ['"a" & word = "ab"', undefined, true],
    ['not word in ["a"]', undefined, true],
  ],
  'cat = add { "&" add }': [
    ['"a" & word & 1 + 1', undefined, 'ab2'],
    ['none & "x"', undefined, 'x'],
  ],
  'add = mul { ("+"|"-") mul }': [
    ['10 - 2 - 3', undefined, 5],
    ['1 + 2 * 3', undefined, 7],
  ],
  'mul = pow { ("*"|"/"|"%") pow }': [
    ['12 / 3 / 2', undefined, 2],
    ['7 % 4', undefined, 3],
    ['2 * 3 ^ 2', undefined, 18],
  ],
  'pow = un { "^" un }, left to right': [
    ['2 ^ 3 ^ 2', undefined, 64],
    ['2 ^ -1', undefined, 0.5],
  ],
  'un = [ "-" ] post, tighter than ^': [
    ['-2 ^ 2', undefined, 4],
    ['-(2 ^ 2)', undefined, -4],
    ['-order.lines[0].qty', undefined, -1],
    ['3 - -n', undefined, 5],
  ],
  'post = prim { "." name | "." quoted | "[" (int|"*"|expr) "]" }': [
    ['order.lines.qty', undefined, [1, 3]],
    ['order.`unit price` * 2', undefined, 5],
    ['order . `unit price`', 'order.`unit price`', 2.5],
    ['order.`a``b`', undefined, 'tick'],
    ['order["unit price"]', undefined, 2.5],
    ['order.not', undefined, 'named as an operator'],
    ['order.in.and', undefined, 1],
    ['order.lines[0].sku', undefined, 'A'],
    ['order.lines[-1].sku', undefined, 'B'],
    ['order.lines[9].sku', undefined, null],
    ['order.lines[*].sku', undefined, ['A', 'B']],
    ['order.lines[*][*]', undefined, scope.order.lines],
    ['order.lines[qty > 1].sku', undefined, ['B']],
    ['order.lines[l -> l.qty > 1].sku', undefined, ['B']],
    ['order.lines[not (qty > 1)].sku', 'order.lines[not qty > 1].sku', ['A']],
    ['order.lines[sku in ["B"]][0].qty', undefined, 3],
    ['order.lines[n - 1].sku', undefined, 'B'],
    ['order.lines[0].tags[0]', undefined, 'x'],
    ['[1, 2][1]', undefined, 2],
    ['{ a: 1 }.a', undefined, 1],
    ['FIRST(order.lines).sku', undefined, 'A'],
    ['(order).lines[0].sku', 'order.lines[0].sku', 'A'],
  ],
  'prim = number | string | true | false | null | "(" expr ")" | "[" list "]" | "{" pairs "}"': [
    ['1.50', '1.5', 1.5],
    ['1e-3', '0.001', 0.001],
    ["'it''s'", '"it\'s"', "it's"],
    ['"say ""x"""', '\'say "x"\'', 'say "x"'],
    ['TRUE', 'true', true],
    ['False', 'false', false],
    ['NULL', 'null', null],
    ['((n))', 'n', 2],
    ['[]', undefined, []],
    ['[1; 2, [n]]', '[1, 2, [n]]', [1, 2, [2]]],
    ['{}', undefined, {}],
    [
      '{ a: 1; "b c": [n], `d`: { e: null } }',
      '{ a: 1, "b c": [n], d: { e: null } }',
      { a: 1, 'b c': [2], d: { e: null } },
    ],
  ],
  'prim = name "(" args ")" | name | quoted | "$" [ name ]': [
    ['Round(2.305; 2)', 'ROUND(2.305, 2)', 2.31],
    ['if(n > 1; "many"; "one")', 'IF(n > 1, "many", "one")', 'many'],
    ['`odd name` + 1', undefined, 8],
    ['MAP([1, 2], $ * 10)', undefined, [10, 20]],
    ['MAP(["a", "b"], $index)', undefined, [0, 1]],
    ['MAP(order.lines, MAP(tags, $ & $parent.sku))', undefined, [['xA'], []]],
    ['order.lines[$.qty > $index + 1].sku', undefined, ['B']],
    ['$vars.rate', undefined, 0.25],
    ['$now', undefined, '2026-03-29T12:00:00.000Z'],
  ],
};

describe('grammar', () => {
  for (const [production, rows] of Object.entries(productions)) {
    it.each(rows)(`${production}: %s`, (written, printed, value) => {
      const { ast, diagnostics } = parseExpression(written);
      expect(diagnostics).toEqual([]);
      expect(printExpression(ast)).toBe(printed ?? written);
      expect(printExpression(parseExpression(printed ?? written).ast)).toBe(printed ?? written);
      const mistakes = checkExpression(written, types).diagnostics.filter(({ severity }) => severity === 'error');
      expect(mistakes).toEqual([]);
      expect(compileExpression(written).evaluate(scope, testContext())).toEqual(value);
    });
  }

  it('says where a path maps over a list', () => {
    expect(checkExpression('order.lines.qty', types).diagnostics.map(({ code }) => code)).toEqual([
      'expression.overList',
    ]);
  });

  it.each([
    ['n -> n', 'expression.misplacedLambda'],
    ['() -> n', 'expression.syntax'],
    ['a = b = c', 'expression.chainedComparison'],
    ['order."unit price"', 'expression.syntax'],
    ['order.0', 'expression.syntax'],
    ['$unheard', 'expression.unknownName'],
    ['$parent', 'expression.noItem'],
    ['"open', 'expression.unclosed'],
    ['IF(n > 1; 2', 'expression.unclosed'],
  ])('%s is no sentence of it: %s', (written, code) => {
    expect(checkExpression(written, types).diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
  });
});
