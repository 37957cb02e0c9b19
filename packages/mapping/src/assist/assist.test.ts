import { MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import canonicalMapping from '../../fixtures/canonical-order.mapping.json' with { type: 'json' };
import { checkExpression } from '../check/check-expression.ts';
import { scopeTypesOfRule } from '../rules/check-mapping.ts';
import { testContext } from '../testing/context.ts';
import { traceExpression } from '../trace/trace-expression.ts';
import { ruleScope } from './rule-scope.ts';
import { functionCatalogue } from './catalogue.ts';
import { completeExpression } from './complete.ts';
import { conditionInWords } from './describe.ts';
import { hoverAt } from './hover.ts';
import { signatureAt } from './signature-help.ts';
import { tokenizeExpression } from './tokenize.ts';

const order: DataSchema = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    'ship to': { type: 'object', properties: { city: { type: 'string' } } },
    lines: {
      type: 'array',
      items: { type: 'object', properties: { sku: { type: 'string' }, qty: { type: 'integer' } } },
    },
  },
};
/** The cursor is the bar. */
const complete = (marked: string) => {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const { start, end, items } = completeExpression(text, offset, { order, vars: {} });
  return {
    labels: items.map(({ label }) => label),
    apply: (label: string) =>
      text.slice(0, start) + items.find((item) => item.label === label)?.insert + text.slice(end),
  };
};

describe('completeExpression', () => {
  it.each<[string, string[]]>([
    ['order.|', ['id', 'ship to', 'lines']],
    ['order.li|', ['lines']],
    ['order.lines.|', ['sku', 'qty']],
    ['order.lines[0].q|', ['qty']],
    ['order.`ship to`.|', ['city']],
    ['SUM(order.lines.q|', ['qty']],
    ['FILTER(order.lines, l -> l.|)', ['sku', 'qty']],
    ['IF(order.id = "x", order.|, 2)', ['id', 'ship to', 'lines']],
    ['"text order.|"', []],
    ['12|', []],
  ])('%s', (text, labels) => expect(complete(text).labels).toEqual(labels));

  it('offers names, items, functions', () => {
    expect(complete('|').labels).toEqual(expect.arrayContaining(['order', 'vars', 'ROUND', 'true']));
    expect(complete('or|').labels[0]).toBe('order');
    expect(complete('order.lines[q|').labels).toContain('qty');
    expect(complete('order.lines[q| > 1]').labels).toContain('qty');
    expect(complete('order.lines[| > 1]').labels).toEqual(expect.arrayContaining(['$', '$index', 'sku']));
    expect(complete('MAP(order.lines, line -> li|)').labels).toContain('line');
    expect(complete('1 + rou|').labels).toContain('ROUND');
  });

  it('replaces the whole word and quotes what needs it', () => {
    expect(complete('order.sh|').apply('ship to')).toBe('order.`ship to`');
    expect(complete('order.i|d & 1').apply('id')).toBe('order.id & 1');
    expect(complete('order.`shi|p`').apply('ship to')).toBe('order.`ship to`');
    expect(complete('1 + rou|').apply('ROUND')).toBe('1 + ROUND(');
  });

  it('knows the intermediate values and aliases of a mapping row', () => {
    const document = MappingDocument.parse(canonicalMapping);
    expect(Object.keys(scopeTypesOfRule(document, '/lines/sku', { trigger: {} }))).toEqual([
      'price',
      'line',
      'tax',
      'gross',
      'tags',
      'order',
      'trigger',
    ]);
    expect(Object.keys(scopeTypesOfRule(document, '/lines#for', { trigger: {} }))).not.toContain('line');
    expect(Object.keys(scopeTypesOfRule(document, '/lines/new', { trigger: {} }))).toContain('line');
  });
});

describe('conditionInWords', () => {
  it.each([
    ['steps.charge.status = 402', 'charge status is 402'],
    ['weight > 30 and country = "DE"', 'weight is over 30 and country is DE'],
    ['trigger.body.total >= 500 and not ISBLANK(trigger.body.email)', 'total is at least 500 and email is filled'],
    ["trigger.body.country in ['DE', 'DK', 'new york']", 'country is DE, DK or “new york”'],
    ["CONTAINS(item.tags, 'vip')", 'tags contains vip'],
    ["not CONTAINS(item.tags, 'vip')", 'tags does not contain vip'],
    ['steps.find_order = null', 'find order is empty'],
    ["order.note <> ''", 'order note is filled'],
    ['ROUND(a, 2) > 3', 'ROUND(a, 2) is over 3'],
    ['(a or b) and c', '(a or b) and c'],
    ['not (a and b)', 'not (a and b)'],
    ['not a = 3', 'a is not 3'],
    ['not a > 3', 'not (a is over 3)'],
    ['order.isPaid = true and order.isGone = false', 'order is paid and not order is gone'],
    ['order.day < "2026-03-29"', 'order day is before “2026-03-29”'],
    ['qty * unitPrice + 1 >= 100', 'qty × unit price + 1 is at least 100'],
    ['ISIN(a, [1, 2])', 'a is 1 or 2'],
    ['order.lines[0].orderID = "or"', 'order lines first order ID is “or”'],
    ['AND(a = 1, OR(b, c))', 'a is 1 and (b or c)'],
    ['$index > 0', 'the position is over 0'],
    ['a = ', 'a ='],
  ])('%s', (text, words) => expect(conditionInWords(text)).toBe(words));
});

describe('completion between quotes', () => {
  const document = MappingDocument.parse({
    map: 1,
    sources: {
      o: { schema: { type: 'object', properties: { status: { enum: ['new', 'paid', 'gone'] }, 'a b': {} } } },
    },
    lookups: { colours: { values: { R: 'red', G: 'green' } } },
    root: { for: '[1]', as: 'n', fields: { v: { expr: 'n' } } },
  });
  const scope = ruleScope(document, '/v', {});
  const between = (marked: string): string[] => {
    const { start, end, items } = completeExpression(marked.replace('|', ''), marked.indexOf('|'), scope);
    return items.map(
      ({ insert }) => marked.replace('|', '').slice(0, start) + insert + marked.replace('|', '').slice(end),
    );
  };

  it.each<[string, string[]]>([
    ["LOOKUP('|', n)", ['LOOKUP("colours", n)']],
    ["LOOKUP('colours', '|')", ['LOOKUP(\'colours\', "R")', 'LOOKUP(\'colours\', "G")']],
    ['o.status = "p|', ['o.status = "paid"']],
    ['"g|" <> o.status', ['"gone" <> o.status']],
    ['o.status in ["new", "g|"]', ['o.status in ["new", "gone"]']],
    [
      'SWITCH(o.status, "|p", 1)',
      ['SWITCH(o.status, "new", 1)', 'SWITCH(o.status, "paid", 1)', 'SWITCH(o.status, "gone", 1)'],
    ],
    ['o["a|"]', ['o["a b"]', 'o["status"]']],
    ["DATEADD(o.x, 1, 'mo|')", ['DATEADD(o.x, 1, "month")']],
    ['"nothing |"', []],
  ])('%s', (marked, texts) => expect(between(marked)).toEqual(texts));

  it('knows the items of the loop that a rule stands in', () => {
    const labels = completeExpression('$', 1, scope).items.map(({ label, detail }) => `${label}: ${detail}`);
    expect(labels).toEqual(
      expect.arrayContaining(['$: a whole number', '$index: a whole number', '$source: a structure']),
    );
    expect(checkExpression('$index + n', scope).diagnostics).toEqual([]);
  });
});

describe('signatureAt', () => {
  it.each<[string, string | undefined, number]>([
    ['ROUND(|', 'ROUND', 0],
    ['round(SUM(a, b), |2', 'ROUND', 1],
    ['ROUND(SUM(a, |b), 2)', 'SUM', 0],
    ['TEXTJOIN(",", true, a, b, |c)', 'TEXTJOIN', 2],
    ['ROUND([1, 2, |3], 2)', 'ROUND', 0],
    ['ROUND(1, 2, 3, |', 'ROUND', 3],
    ['ROUND(1)|', undefined, 0],
    ['(1 + |', undefined, 0],
    ['nope(|', undefined, 0],
  ])('%s', (marked, name, active) => {
    const help = signatureAt(marked.replace('|', ''), marked.indexOf('|'));
    expect([help?.function.name, help?.active ?? 0]).toEqual([name, active]);
  });

  it('says where each parameter stands in the signature', () => {
    for (const { name, signature } of functionCatalogue) {
      const help = signatureAt(`${name}(`, name.length + 1);
      expect(help?.parameters.map(({ from, to }) => signature.slice(from, to))).toEqual(
        help?.parameters.map((one) => one.name),
      );
    }
  });
});

describe('hoverAt', () => {
  const scope = { order: { ...order, description: 'What was bought' } };
  const data = { order: { id: 'A', lines: [{ sku: 'x', qty: 2 }] } };
  const hover = (marked: string) => {
    const text = marked.replace('|', '');
    return hoverAt(text, marked.indexOf('|'), scope, traceExpression(text, data, testContext()));
  };

  it('tells type, value and words of the part under the pointer', () => {
    expect(hover('UPPER(order.i|d)')).toMatchObject({
      kind: 'path',
      text: 'order.id',
      typeInWords: 'text',
      value: { is: 'A' },
    });
    expect(hover('UPPER(or|der.id)')).toMatchObject({
      text: 'order',
      documentation: 'What was bought',
      value: { is: data.order },
    });
    expect(hover('SUM(order.li|nes.qty)')).toMatchObject({ text: 'order.lines', typeInWords: 'a list of structures' });
    expect(hover('MAP(order.lines, l -> l.q|ty * 2)')).toMatchObject({
      typeInWords: 'a whole number',
      value: { is: 2 },
    });
    expect(hover('UPP|ER(order.id)')).toMatchObject({
      kind: 'function',
      text: 'UPPER',
      function: { name: 'UPPER' },
      value: { is: 'A' },
    });
    expect(hover('1 |/ 0')).toMatchObject({ kind: 'value', error: expect.stringContaining('divisor') });
    expect(hover('IF(true, 1, order.i|d)')?.value).toBeUndefined();
    expect(hoverAt('order.id', 3, scope)?.value).toBeUndefined();
    expect(hoverAt('', 0, scope)).toBeUndefined();
  });
});

describe('assist in large schemas', () => {
  it('offers 5,000 fields and keeps the scope between key strokes', () => {
    const properties = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, at) => [`field${at}`, { type: 'string' as const }]),
    );
    const types = { wide: { type: 'object' as const, properties } };
    expect(completeExpression('wide.field499', 13, types).items.map(({ label }) => label)).toHaveLength(11);
  });
});

describe('tokenizeExpression', () => {
  it('names the kinds for highlighting', () => {
    const text = 'IF(order.if > 1, "x", `a b` & $index) or true #';
    expect(tokenizeExpression(text).map(({ kind, start, end }) => `${text.slice(start, end)} ${kind}`)).toEqual([
      'IF function',
      '( bracket',
      'order name',
      '. separator',
      'if name',
      '> operator',
      '1 number',
      ', separator',
      '"x" text',
      ', separator',
      '`a b` name',
      '& operator',
      '$index special',
      ') bracket',
      'or keyword',
      'true keyword',
      '# bad',
    ]);
  });
});

describe('functionCatalogue', () => {
  it('describes every function for the editor', () => {
    expect(functionCatalogue.length).toBeGreaterThanOrEqual(118);
    expect(functionCatalogue.find(({ name }) => name === 'TEXTJOIN')?.signature).toBe(
      'TEXTJOIN(separator, skipBlank, values…)',
    );
    for (const { name, category, summary, parameters, resultInWords, examples } of functionCatalogue) {
      expect(
        [category, summary, resultInWords, ...parameters.map(({ typeInWords }) => typeInWords)],
        name,
      ).not.toContain('');
      expect(examples.length, name).toBeGreaterThanOrEqual(2);
    }
  });

  it.each([
    ['ROUND', ['number', 'number'], 'a number'],
    ['FILTER', ['list', 'condition over each item'], 'a list'],
    ['JOINON', ['list', 'list', 'expression over each item', 'expression over each item'], 'a list'],
    ['DATE', ['number', 'number', 'number'], 'date'],
    ['NOW', [], 'date and time'],
    ['TYPE', ['any value'], 'text'],
  ])('says what the slots of %s take and what comes out', (name, slots, result) => {
    const found = functionCatalogue.find((candidate) => candidate.name === name);
    expect(found?.parameters.slice(0, 4).map(({ typeInWords }) => typeInWords)).toEqual(slots);
    expect(found?.resultInWords).toBe(result);
  });
});
