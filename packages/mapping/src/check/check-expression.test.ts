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
        properties: {
          sku: { type: 'string' },
          qty: { type: 'integer' },
          price: { type: 'number' },
          gift: { type: 'boolean' },
          listed: { type: 'string' },
        },
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
    ['DECIMAL(1.5) + order.id', 'string,null'],
    ['DECIMAL(1.5) > order.id', 'boolean'],
    ['DECIMALSUM(order.lines.price)', 'string'],
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
    ['COUNTIF(order.lines.price, ">1")', 'typeMismatch', 'x -> x > 1', 'x -> x > 1'],
    ['COUNTIF(order.lines.price, 5)', 'typeMismatch', 'x -> x = 5', 'x -> x = 5'],
    ['COUNTIF(order.lines.sku, "a*")', 'typeMismatch', 'STARTSWITH', 'x -> STARTSWITH(x, "a")'],
    ['COUNTIF(order.lines.price, ">" & order.count)', 'typeMismatch', 'order.count', 'x -> x > order.count'],
    ['SUMIF(order.lines.price, "<>2")', 'typeMismatch', 'x -> x <> 2', 'x -> x <> 2'],
    [
      'SUMIF(order.lines.sku, "a", order.lines.price)',
      'typeMismatch',
      'as in spreadsheets',
      'SUMIF(order.lines, x -> x.sku = "a", x -> x.price)',
    ],
    ['FORMATDATE(order.id, "yyyy", "de")', 'wrongConstant', 'A language stands after the zone', 'null'],
    ['{ a: 1, b: 2, a: 3 }', 'duplicateName', '“a” stands in this structure more than once', '{ b: 2, a: 3 }'],
    [
      '{ a: 1, a: 2, b: 3, b: 4 }',
      'duplicateName',
      '“a” stands in this structure more than once, and 1 more with it',
      '{ a: 2, b: 4 }',
    ],
    ['DECIMAL(order.id) + order.lines', 'typeMismatch', 'A number or a decimal'],
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

  // What fails in every run, or finds nothing in any.
  it.each<[string, string, string, string?]>([
    ['SUM(order.lines.sku)', 'typeMismatch', 'a list of texts', 'MAP(order.lines.sku, NUMBER($))'],
    ['AVERAGE(order.lines.sku)', 'typeMismatch', 'Convert each', 'MAP(order.lines.sku, NUMBER($))'],
    ['MAX(1, order.total)', 'typeMismatch', 'Convert it', 'NUMBER(order.total)'],
    ['MIN(order.lines)', 'typeMismatch', 'Name the field'],
    ['MEDIAN([["a"]])', 'typeMismatch', 'Numbers are needed'],
    ['SUMIF(order.lines.sku, $ <> "x")', 'typeMismatch', 'Numbers are needed'],
    ['SUMIF(order.lines, l -> l.qty > 1, l -> l.sku)', 'typeMismatch', 'Numbers are needed', 'NUMBER(l.sku)'],
    ['TEXTJOIN(", ", true, order.lines)', 'typeMismatch', 'Text is needed'],
    ['FORMATDATE(order.id, "YYYY-MM-DD")', 'wrongConstant', '“YYYY”', '"yyyy-MM-dd"'],
    ['FORMATDATE(order.id, "qq")', 'wrongConstant', 'mean nothing'],
    ['FORMATDATE(order.id, "yyyy", "Berlin")', 'wrongConstant', 'no time zone', '"Europe/Berlin"'],
    ['FORMATDATE(order.id, "yyyy", null, "de_DE")', 'wrongConstant', 'no locale', '"de-DE"'],
    ['DATEVALUE(order.id, "dd.MMM.yyyy")', 'wrongConstant', 'cannot be read', 'null'],
    ['TOZONE(order.id, "Mars/Base")', 'wrongConstant', 'Europe/Berlin'],
    ['TODAY("vienna")', 'wrongConstant', 'no time zone', '"Europe/Vienna"'],
    ['TEXT(order.count, "0,0,0.#0")', 'wrongConstant', 'no number pattern', 'null'],
    ['REGEXTEST(order.id, "(a")', 'wrongConstant', 'not valid', '"\\(a"'],
    ['REGEXEXTRACT(order.id, "(?<=a)b")', 'wrongConstant', 'not valid', '"\\(\\?<=a\\)b"'],
    ['DATEADD(order.id, 1, "mon")', 'wrongConstant', 'no unit', '"month"'],
    ['DATEADD(order.id, 1.5, "day")', 'wrongConstant', 'whole number'],
    ['DATEDIF(order.id, order.id, "quarter")', 'wrongConstant', 'no unit'],
    ['LEFT(order.id, -1)', 'wrongConstant', '0 or more', 'null'],
    ['MOD(order.count, 0)', 'wrongConstant', 'divisor is 0'],
    ['order.count / 0', 'divisionByZero', 'never be worked out', 'order.count'],
    ['order.count % (2 - 2)', 'divisionByZero', '“2 - 2” is always 0', 'order.count'],
    ['NUMBER("twelve")', 'alwaysFails', 'every run', 'IFERROR(NUMBER("twelve"), null)'],
    ['DATEVALUE("2026-02-30")', 'alwaysFails', 'no date', 'IFERROR(DATEVALUE("2026-02-30"), null)'],
    ['XLOOKUP("1", order.lines.qty, order.lines.sku)', 'neverEqual', 'never equal', '1'],
    ['XLOOKUP(order.count, order.lines.sku, order.lines.qty)', 'neverEqual', 'TEXT()', 'TEXT(order.count)'],
    ['JOINON(order.lines, order.lines, l -> l.sku, r -> r.qty)', 'neverEqual', 'never equal', 'NUMBER(l.sku)'],
    ['ISIN(order.id, [1, 2])', 'neverEqual', 'never equal', 'NUMBER(order.id)'],
    ['order.count in ["1", "2"]', 'neverEqual', 'what is in the list', 'TEXT(order.count)'],
    ['FINDWHERE(order.lines, { skuu: order.id })', 'unknownField', 'Did you mean “sku”?', 'sku'],
    ['FINDWHERE(order.lines, { sku: order.count })', 'neverEqual', '“sku” of the items', 'TEXT(order.count)'],
    ['order.lines[gift]', 'notAnIndex', 'a field of the items', 'gift = true'],
    ['order.lines[listed]', 'notAnIndex', 'a field of the items', 'not ISBLANK(listed)'],
    ['order.lines[order.paid]', 'notAnIndex', 'yes or no', 'order.paid = true'],
    ['order.lines[order.id]', 'notAnIndex', 'A position', 'NUMBER(order.id)'],
    ['order.customer[order.count]', 'notAnIndex', 'name of a field', 'TEXT(order.count)'],
  ])('%s can never work: %s', (text, code, words, fix) => {
    const problems = check(text).diagnostics.filter(({ severity }) => severity !== 'info');
    expect(problems.map((one) => one.code)).toEqual([`expression.${code}`]);
    expect(problems[0]?.message).toContain(words);
    expect(problems[0]?.fix?.text).toBe(fix);
  });

  it('every way out of what can never work leads out of it', () => {
    for (const text of ['order.count / 0', 'FORMATDATE(order.id, "YYYY", "berlin")', 'order.lines[gift]']) {
      for (const problem of check(text).diagnostics.filter(({ severity }) => severity === 'error')) {
        for (const fix of problem.fixes ?? []) {
          if (fix.kind !== 'replaceText') throw new Error(`${fix.kind} is no text`);
          const { start = 0, end = 0 } = problem.at;
          const mended = text.slice(0, start) + fix.text + text.slice(end);
          const left = check(mended).diagnostics.filter(({ at }) => at.start === start);
          expect(
            left.map(({ code }) => code).filter((code) => code === problem.code),
            mended,
          ).toEqual([]);
        }
      }
    }
  });

  it.each([
    'SUM([])',
    'SUM(order.lines.qty, null)',
    'MAX(vars.anything)',
    'TEXTJOIN(", ", true, order.lines.qty, order.paid)',
    'FORMATDATE(order.id, "dd.MM.yyyy HH:mm XXX", "Europe/Berlin", "de")',
    'FORMATDATE(order.id, vars.pattern, vars.zone)',
    'TEXT(order.count, "#,##0.00 %", "de-CH")',
    'order.count / (order.count - order.count)',
    'IFERROR(1 / 0, 0)',
    'IFERROR(NUMBER("twelve"), null)',
    'REPT("x", 999999999)',
    'XLOOKUP(vars.key, order.lines.qty, order.lines.sku)',
    'XLOOKUP(null, order.lines.qty, order.lines.sku)',
    'FINDWHERE(order.lines, { sku: order.id, qty: 1 })',
    'FINDWHERE(vars.lines, { anything: 1 })',
    'MAP(order.lines, l -> order.lines[$index])',
    'order.lines[order.count]',
    'MAP(order.lines, vars.list[gift])',
    'vars.list[vars.active]',
    'order.customer[order.id]',
  ])('says nothing of %s', (text) => {
    expect(check(text).diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([]);
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
