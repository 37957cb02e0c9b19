import { typesOf } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { checkExpression } from './check-expression.ts';

const order: DataSchema = {
  type: 'object',
  required: ['id', 'total', 'count', 'lines', 'customer'],
  properties: {
    id: { type: 'string' },
    total: { type: 'string' },
    count: { type: 'integer' },
    paid: { type: 'boolean' },
    customer: { $ref: '#/$defs/customer' },
    lines: {
      type: 'array',
      items: {
        type: 'object',
        required: ['sku', 'qty'],
        properties: { sku: { type: 'string' }, qty: { type: 'integer' }, price: { type: 'number' } },
      },
    },
  },
  $defs: {
    customer: {
      type: 'object',
      additionalProperties: false,
      required: ['name'],
      properties: { name: { type: 'string' }, parent: { $ref: '#/$defs/customer' } },
    },
  },
};
const scope = {
  order,
  vars: {},
  steps: { type: 'object', properties: {}, additionalProperties: false } satisfies DataSchema,
};
const check = (text: string, expected?: DataSchema) => checkExpression(text, scope, expected);

describe('checkExpression', () => {
  it.each<[string, string]>([
    ['order.id', 'string'],
    ['order.count + 1', 'integer'],
    ['order.count / 2', 'number'],
    ['order.paid', 'boolean,null'],
    ['order.id & order.count', 'string'],
    ['order.lines[0].qty', 'integer,null'],
    ['order.lines[qty > 1]', 'array'],
    ['SUM(order.lines.qty)', 'integer'],
    ['IF(order.paid, 1, "x")', 'integer,string'],
    ['COALESCE(order.paid, "x")', 'boolean,string'],
    ['order.paid ?? false', 'boolean'],
    ['FIRST(order.lines, l -> l.qty > 1).sku', 'string,null'],
    ['vars.anything.at.all', ''],
    ['order.customer.parent.parent.name', 'string,null'],
    ['UPPER(order.customer.parent.name)', 'string,null'],
    ['{ a: order.id }.a', 'string'],
    ['order.lines[price * qty > 10][0].price', 'number,null'],
  ])('the type of %s is %s', (text, type) => {
    const checked = check(text);
    expect(checked.diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(typesOf(checked.type).join()).toBe(type);
  });

  it('knows the items of lists that functions make', () => {
    expect(check('MAP(order.lines, l -> { s: l.sku, n: $index })').type.items).toMatchObject({
      properties: { s: { type: 'string' }, n: { type: 'integer' } },
    });
  });

  it.each<[string, string, string, string?]>([
    ['ordr.id', 'unknownName', 'Did you mean “order”?', 'order'],
    ['order.lnes', 'unknownField', 'Did you mean “lines”?', 'lines'],
    ['order.customer.nope', 'unknownField', 'has no field'],
    ['steps.charge', 'unknownStep', 'No step named'],
    ['order["lnes"]', 'unknownField', 'lines', '"lines"'],
    ['SUMM(1)', 'unknownFunction', 'Did you mean SUM?', 'SUM'],
    ['ROUND()', 'arity', 'ROUND(number, [places])'],
    ['ROUND(1, 2, 3)', 'arity', '3 arguments'],
    ['order.total * 2', 'typeMismatch', 'NUMBER()', 'NUMBER(order.total)'],
    ['order.count > "3"', 'typeMismatch', 'in order', 'NUMBER("3")'],
    ['order.count = "3"', 'neverEqual', 'never equal', 'order.count = 3'],
    ['order.id = order.count', 'neverEqual', 'never equal', 'NUMBER(order.id) = order.count'],
    ['IF(1 = 2, 1, 2)', 'constantCondition', 'never holds'],
    ['IFS(order.paid, 1, 1 = 1, 2, order.count > 1, 3)', 'constantCondition', 'always holds'],
    ['LOOKUP("nope", order.id)', 'unknownTable', 'nope'],
    ['ROUND(order.total)', 'typeMismatch', '“number” of ROUND', 'NUMBER(order.total)'],
    ['SUBSTITUTE(order.lines, "a", "b")', 'typeMismatch', 'Text is needed'],
    ['order.lines & "x"', 'typeMismatch', 'TEXTJOIN'],
    ['order.id and true', 'typeMismatch', 'A condition'],
    ['order.id[0]', 'notAList', 'not a list'],
    ['order.id.x', 'noFields', 'is text'],
    ['order.lines[qty > "x"]', 'typeMismatch', 'in order', 'NUMBER("x")'],
    ['FILTER(order.lines, l -> l.sku)', 'typeMismatch', 'A condition'],
    ['MAP(order.lines, l -> l.skuu)', 'unknownField', 'sku', 'sku'],
    ['l -> l', 'misplacedLambda', 'argument'],
    ['$index', 'noItem', 'inside a loop'],
    ['LOOKUP("nope", "x")', 'unknownTable', 'nope'],
    ['1 in order.id', 'typeMismatch', 'A list'],
    ['order.count +', 'syntax', 'too early'],
  ])('%s: %s', (text, code, words, fix) => {
    const [first] = check(text).diagnostics.filter(({ severity }) => severity !== 'info');
    expect(first?.code).toBe(`expression.${code}`);
    expect(first?.message).toContain(words);
    expect(first?.fix?.text).toBe(fix);
  });

  it('compares with what is expected', () => {
    expect(check('order.id', { type: 'number' }).diagnostics[0]).toMatchObject({
      severity: 'error',
      code: 'expression.typeMismatch',
      fix: { text: 'NUMBER(order.id)' },
    });
    expect(check('order.count', { type: 'string' }).diagnostics[0]?.fix?.text).toBe('TEXT(order.count)');
    expect(check('order.count', { type: 'number' }).diagnostics).toEqual([]);
    expect(check('order.paid', { type: 'boolean' }).diagnostics).toEqual([]);
    expect(check('null', { type: 'boolean' }).diagnostics).toEqual([]);
    expect(check('vars.x', { type: 'boolean' }).diagnostics).toEqual([]);
    expect(
      check('order.lines', { type: 'array', items: { type: 'object', properties: { sku: { type: 'number' } } } })
        .diagnostics[0]?.message,
    ).toContain('sku');
  });

  it('says that a path over a list is a list', () => {
    expect(check('order.lines.sku').diagnostics).toMatchObject([{ severity: 'info', code: 'expression.overList' }]);
  });
});
