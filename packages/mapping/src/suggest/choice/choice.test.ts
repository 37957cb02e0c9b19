import { describe, expect, it } from 'vitest';
import type { DataSchema } from '@patchbay/model/schema';
import type { Field } from '../fields/field.ts';
import { flattenSchemas } from '../fields/flatten-schema.ts';
import { declaredKind } from '../evidence/type-fit.ts';
import { profileOf } from '../evidence/value-profile.ts';
import { AliasNames } from './alias.ts';
import { bandOf } from './band.ts';
import { convert, pathText } from './expression-of.ts';
import { calibrated } from './weights.ts';

describe('AliasNames', () => {
  it.each([
    ['line_items', 'line_item'],
    ['lineItems', 'lineItem'],
    ['Parties', 'party'],
    ['ListOfAddresses', 'listOfAddress'],
    ['ORDER_LINES', 'order_line'],
    ['OrderItemList', 'orderItem'],
    ['items', 'item2'],
    ['steps', 'step'],
    ['9 odd`names', 'odd_name'],
    ['__proto__', 'proto'],
    ['', 'entry'],
    ['ins', 'ins'],
  ])('an item of %s is %s', (name, alias) => expect(new AliasNames([]).take(name)).toBe(alias));

  it('never gives a name twice, nor one that is taken', () => {
    const names = new AliasNames(['line']);
    expect([names.take('lines'), names.take('lines'), names.take('Line')]).toEqual(['line2', 'line3', 'line4']);
  });
});

it.each([
  [1, 'high'],
  [0.9, 'high'],
  [0.899, 'medium'],
  [0.7, 'medium'],
  [0.699, 'low'],
  [0.55, 'low'],
  [0.549, undefined],
])('a score of %d is %s', (score, band) => expect(bandOf(score)).toBe(band));

it('calibrated rises, from 0 to 1', () => {
  const scores = Array.from({ length: 101 }, (_, at) => calibrated(at / 100));
  expect(scores[0]).toBe(0);
  expect(scores[100]).toBe(1);
  for (let at = 1; at <= 100; at += 1) expect(scores[at]).toBeGreaterThan(scores[at - 1] ?? 0);
});

const schema: DataSchema = {
  type: 'object',
  properties: {
    'a b': { type: 'string' },
    lines: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          sku: { type: 'string' },
          parts: { type: 'array', items: { properties: { no: { type: 'integer' } } } },
        },
      },
    },
  },
};
const fields = flattenSchemas([{ name: '', schema }]).fields;
const at = (path: string): Field => {
  const found = fields.find((field) => field.path.join('/') === path);
  if (found === undefined) throw new Error(path);
  return found;
};

describe('pathText', () => {
  const root = 'trigger.body';
  it.each([
    ['a b', [], false, 'trigger.body.`a b`'],
    ['lines/[]/sku', [], false, 'trigger.body.lines.sku'],
    ['lines/[]/sku', [], true, 'trigger.body.lines[0].sku'],
    ['lines/[]/sku', [['lines', 'line']], false, 'line.sku'],
    ['lines/[]/parts/[]/no', [['lines', 'line']], false, 'line.parts.no'],
    [
      'lines/[]/parts/[]/no',
      [
        ['lines', 'line'],
        ['lines/[]/parts', 'part'],
      ],
      false,
      'part.no',
    ],
    ['lines', [], false, 'trigger.body.lines'],
  ] as const)('%s inside %j', (path, loops, first, text) => {
    const open = loops.map(([array, alias]) => ({ array: at(array), alias }));
    expect(pathText(at(path), { root, loops: open, first })).toBe(text);
  });

  it('takes a root that is no path for a name', () => {
    expect(pathText(at('a b'), { root: 'my order', loops: [], first: false })).toBe('`my order`.`a b`');
  });
});

describe('convert', () => {
  const convertBetween = (from: DataSchema, to: DataSchema, values: (string | number)[] = []) => {
    const [source, target] = [from, to].map(
      (one) => flattenSchemas([{ name: '', schema: { properties: { v: one } } }]).fields[1],
    );
    if (source === undefined || target === undefined) throw new Error('no field');
    const profile =
      values.length === 0
        ? undefined
        : profileOf(
            source,
            values.map((v) => ({ v })),
          );
    const declared = declaredKind(source);
    return convert({
      path: 'v',
      reach: 'same',
      source: { field: source, declared, kind: profile?.kind ?? declared, profile },
      target: { field: target, declared: declaredKind(target) },
    });
  };
  const text: DataSchema = { type: 'string' };
  it.each([
    [text, text, [], 'v', 'none'],
    [text, { type: 'number' }, [], 'NUMBER(v)', 'number'],
    [text, { type: 'integer' }, [], 'INTEGER(v)', 'integer'],
    [{ type: 'number' }, { type: 'integer' }, [], 'INTEGER(v)', 'integer'],
    [{ type: 'integer' }, { type: 'number' }, [], 'v', 'none'],
    [{ type: 'integer' }, text, [], 'TEXT(v)', 'text'],
    [text, { type: 'boolean' }, [], 'BOOLEAN(v)', 'boolean'],
    [{ type: 'string', format: 'date-time' }, { type: 'string', format: 'date' }, [], 'DATEVALUE(v)', 'date'],
    [text, { type: 'string', format: 'date' }, ['29.03.2026'], "DATEVALUE(v, 'dd.MM.yyyy')", 'date'],
    [text, { type: 'string', format: 'date' }, ['20260329'], "DATEVALUE(v, 'yyyyMMdd')", 'date'],
    [{ type: 'string', format: 'date' }, { type: 'string', format: 'date' }, [], 'v', 'none'],
    [text, { type: 'array', items: text }, [], "MAP(TEXTSPLIT(v, ','), part -> TRIM(part))", 'split'],
    [{ type: 'integer' }, { type: 'array', items: { type: 'integer' } }, [], 'LIST(v)', 'list'],
    [{ type: 'array', items: text }, text, [], 'FIRST(v)', 'first'],
    [{ enum: ['N', 'X'] }, { enum: ['NEW', 'OLD'] }, [], 'v', 'lookup'],
    [text, { enum: ['new', 'old'] }, ['new'], 'v', 'none'],
    [text, { enum: ['new', 'old'] }, ['n'], 'v', 'lookup'],
  ] as const)('%j into %j with %j', (from, to, values, expression, conversion) => {
    expect(convertBetween(from as DataSchema, to as DataSchema, [...values])).toEqual({ expression, conversion });
  });
});
