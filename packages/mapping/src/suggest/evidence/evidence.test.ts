import { describe, expect, it } from 'vitest';
import type { DataSchema, Json } from '@patchbay/model/schema';
import type { Field } from '../fields/field.ts';
import { flattenSchemas } from '../fields/flatten-schema.ts';
import { contrasted } from './contrast-table.ts';
import { Memory } from './memory.ts';
import type { MemoryRequest } from './memory.ts';
import { declaredKind, typeFit } from './type-fit.ts';
import { profileOf, valueLikeness, valuesAt } from './value-profile.ts';

const fieldsOf = (properties: Record<string, DataSchema>): readonly Field[] =>
  flattenSchemas([{ name: '', schema: { type: 'object', properties } }]).fields;

describe('types', () => {
  it.each([
    [{ type: 'string' }, 'text'],
    [{ type: 'string', format: 'date-time' }, 'dateTime'],
    [{ type: ['null', 'integer'] }, 'integer'],
    [{ type: 'array', items: { type: 'string', format: 'email' } }, 'email'],
    [{ enum: ['a', 'b'] }, 'text'],
    [{}, 'any'],
  ] as [DataSchema, string][])('%j is %s', (schema, kind) => {
    const field = fieldsOf({ a: schema })[1];
    expect(field === undefined ? undefined : declaredKind(field)).toBe(kind);
  });

  it.each([
    ['text', 'text', 1],
    ['integer', 'number', 0.95],
    ['date', 'dateTime', 0.85],
    ['text', 'number', 0.75],
    ['text', 'boolean', 0.25],
    ['email', 'uri', 0.2],
    ['number', 'boolean', 0.2],
    ['dateTime', 'integer', 0.1],
    ['structure', 'text', 0],
    ['any', 'date', 0.85],
  ] as const)('%s into %s fits %d', (from, to, fit) => expect(typeFit(from, to)).toBe(fit));
});

describe('sample values', () => {
  const profile = (values: Json[]) => {
    const field = fieldsOf({ a: {} })[1];
    return field === undefined
      ? undefined
      : profileOf(
          field,
          values.map((a) => ({ a })),
        );
  };
  const likeness = (left: Json[], right: Json[]) => {
    const [from, to] = [profile(left), profile(right)];
    return from === undefined || to === undefined ? undefined : valueLikeness(from, to);
  };

  it('are found through lists, and only own names', () => {
    const samples: Json[] = [{ lines: [{ sku: 'A' }, { sku: null }, { sku: 'B' }] }, { lines: [] }, 'odd'];
    expect(valuesAt(samples, ['lines', '[]', 'sku'])).toEqual(['A', 'B']);
    expect(valuesAt([{}], ['constructor'])).toEqual([]);
    expect(valuesAt([{ a: Array.from({ length: 5_000 }, (_, at) => at) }], ['a', '[]']).length).toBe(50);
  });

  it.each([
    [['2026-03-29T01:58:44+01:00'], 'dateTime'],
    [['29.03.2026', '1.4.2026'], 'date'],
    [['20260329'], 'date'],
    [['12', '7'], 'integer'],
    [['12.90', '7'], 'number'],
    [['a@b.co'], 'email'],
    [['12', 'x'], undefined],
    [[''], undefined],
  ])('%j are %s', (values, kind) => expect(profile(values)?.kind).toBe(kind));

  it('speak for a pair when they are the same', () => {
    expect(likeness(['MUG-1', 'LMP-2'], ['MUG-1', 'LMP-2'])).toEqual({ score: 1, shared: 2, of: 2 });
    expect(likeness(['MUG-1', 'LMP-2'], ['MUG-1', 'XXX-9'])?.score).toBeCloseTo(0.8);
  });

  it('speak against it when even their form differs', () => {
    const same = likeness(['MUG-1'], ['LMP-2'])?.score ?? 0;
    const other = likeness(['MUG-1'], ['2026-03-29'])?.score ?? 1;
    expect(other).toBeLessThan(same);
    expect(other).toBeLessThan(0.5);
  });

  it('prove nothing where they are alike everywhere', () => {
    expect(likeness([true, false], [true, false])?.shared).toBe(0);
    expect(likeness([1, 2], [1, 2])?.shared).toBe(0);
  });
});

it('contrasted: nothing said excludes nothing, one pole in common is enough', () => {
  const soft = [0b010, 0b001, 0];
  expect(contrasted(0, 0b100, soft)).toBe('none');
  expect(contrasted(0b101, 0b100, soft)).toBe('none');
  expect(contrasted(0b001, 0b010, soft)).toBe('soft');
  expect(contrasted(0b001, 0b100, soft)).toBe('hard');
});

describe('Memory', () => {
  const text: DataSchema = { type: 'string' };
  const sources = fieldsOf({ a: text, b: { properties: { a: text } } });
  const targets = fieldsOf({ x: text, y: text });
  const memory = (request: Partial<MemoryRequest>): Memory =>
    new Memory({
      sources,
      targets,
      sourceSchemas: ['Shop@2'],
      targetSchema: 'Canon@1',
      memory: undefined,
      known: undefined,
      ...request,
    });
  // Fields: 1 is /a, 3 is /b/a; targets 1 is /x, 2 is /y.

  it('knows pairs by path and by name', () => {
    const known = memory({
      memory: {
        confirmed: [
          { source: '/a', target: '/x' },
          { source: 'A', target: 'y' },
        ],
      },
    });
    expect(known.said(1, 1)).toEqual({ kind: 'confirmed', score: 0.98 });
    expect(known.said(1, 2)?.score).toBe(0.93);
    expect(known.said(3, 2)?.score).toBe(0.93);
    expect(known.said(3, 1)).toBeUndefined();
  });

  it('holds for the named schemas only, in any version', () => {
    const pair = { source: '/a', target: '/x', sourceSchema: 'Shop', targetSchema: 'Canon@7' };
    expect(memory({ memory: { confirmed: [pair] } }).said(1, 1)?.kind).toBe('confirmed');
    expect(memory({ memory: { confirmed: [{ ...pair, sourceSchema: 'Other' }] } }).said(1, 1)).toBeUndefined();
  });

  it('lets a path speak louder than a name, and a refusal than a confirmation', () => {
    const both = memory({
      memory: { confirmed: [{ source: '/a', target: '/x' }], rejected: [{ source: 'a', target: 'x' }] },
    });
    expect(both.said(1, 1)?.kind).toBe('confirmed');
    expect(both.said(3, 1)?.kind).toBe('rejected');
    const same = memory({
      memory: { confirmed: [{ source: '/a', target: '/x' }], rejected: [{ source: '/a', target: '/x' }] },
    });
    expect(same.said(1, 1)?.kind).toBe('rejected');
  });

  it('follows two mappings that meet in a third schema, whichever way they were made', () => {
    const toHub = { sourceSchema: 'Shop@1', targetSchema: 'Hub', pairs: [{ source: '/a', target: '/h' }] };
    const fromHub = { sourceSchema: 'Hub', targetSchema: 'Canon', pairs: [{ source: '/h', target: '/y' }] };
    const turned = { sourceSchema: 'Canon', targetSchema: 'Hub', pairs: [{ source: '/y', target: '/h' }] };
    for (const known of [
      [toHub, fromHub],
      [toHub, turned],
    ]) {
      expect(memory({ known }).said(1, 2)).toEqual({ kind: 'composed', score: 0.92, through: 'Hub' });
      expect(memory({ known }).confirmedPairs()).toEqual([[1, 2]]);
    }
    const elsewhere = { ...fromHub, sourceSchema: 'Other' };
    expect(memory({ known: [toHub, elsewhere] }).said(1, 2)).toBeUndefined();
  });

  it('knows a mapping between the two schemas themselves', () => {
    const known = [{ sourceSchema: 'Shop', targetSchema: 'Canon', pairs: [{ source: '/b/a', target: '/x' }] }];
    expect(memory({ known }).said(3, 1)).toEqual({ kind: 'composed', score: 0.92, through: undefined });
  });
});
