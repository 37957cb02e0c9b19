import { parseExpression } from '@patchbay/model/expression';
import { MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import canonicalMapping from '../../fixtures/canonical-order.mapping.json' with { type: 'json' };
import { scopeTypesOfRule } from '../rules/check-mapping.ts';
import { functionCatalogue } from './catalogue.ts';
import { completeExpression } from './complete.ts';
import { describeExpression } from './describe.ts';
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

describe('describeExpression', () => {
  it.each([
    ['steps.charge.status = 402', 'charge status is 402'],
    ['trigger.body.total >= 500 and not ISBLANK(trigger.body.email)', 'total is at least 500 and not email is empty'],
    ["trigger.body.country in ['DE', 'DK']", 'country is one of “DE”, “DK”'],
    ["CONTAINS(item.tags, 'vip')", 'tags contains “vip”'],
    ['steps.find_order = null', 'find order is empty'],
    ['ROUND(a, 2) > 3', 'ROUND(a, 2) is more than 3'],
  ])('%s', (text, words) => expect(describeExpression(parseExpression(text).ast)).toBe(words));
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
