import { QuickFix } from '@patchbay/model/errors';
import { MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { all, documentOf, object } from '../../testing/checked.ts';
import { checkMapping, scopeTypesOfRule } from '../check-mapping.ts';
import { setRule } from '../../edit/set-rule.ts';

describe('scopeTypesOfRule', () => {
  it('knows each part of a loop', () => {
    const doc = documentOf({
      rows: {
        for: 'order.lines',
        as: 'l',
        index: 'n',
        let: { a: 'l.qty', b: 'a' },
        join: [{ as: 'p', in: 'products', on: { key: 'l.sku', item: 'p.sku' } }],
        groupBy: 'l.sku',
        fields: { x: { expr: 'b' } },
      },
    });
    const names = (path: string) =>
      Object.keys(scopeTypesOfRule(doc, path, {})).filter((name) => !['order', 'products'].includes(name));
    expect(names('/rows#for')).toEqual([]);
    expect(names('/rows#join.0.key')).toEqual(['n', 'l']);
    expect(names('/rows#join.0.item')).toEqual(['p']);
    expect(names('/rows#where')).toEqual(['p', 'n', 'l']);
    expect(names('/rows#let.b')).toEqual(['a', 'n', 'l']);
    expect(names('/rows/x')).toEqual(['b', 'a', 'n', 'l']);
    expect(names('/rows/not/there')).toEqual(['b', 'a', 'n', 'l']);
  });
});

describe('checking again', () => {
  it('gives what checking anew gives, after any edit', () => {
    let doc = documentOf({
      a: { expr: 'order.id' },
      rows: {
        for: 'order.lines',
        as: 'l',
        let: { q: 'l.qty' },
        fields: { x: { expr: 'q + 1' }, y: { expr: 'l.nope' } },
      },
    });
    const fresh = (): unknown => checkMapping(MappingDocument.parse(JSON.parse(JSON.stringify(doc))), {});
    expect(checkMapping(doc, {})).toEqual(fresh());
    const edits: [string, object | undefined][] = [
      ['/a', { expr: 'order.idd' }],
      [
        '/rows',
        { for: 'products', as: 'l', let: { q: 'l.sku' }, fields: { x: { expr: 'q + 1' }, y: { expr: 'l.nope' } } },
      ],
      ['/rows/z', { expr: '$target.a' }],
      ['/a', undefined],
      ['/copy', { expr: 'order.idd' }],
    ];
    for (const [path, rule] of edits) {
      doc = setRule(doc, path, rule as Parameters<typeof setRule>[2]);
      expect(checkMapping(doc, {})).toEqual(fresh());
    }
  });
});

it('fixes are plain data', () => {
  const everything = all(
    { a: { expr: 'order.total' }, b: { lookup: 'x', key: '1' } },
    { target: object({ a: { type: 'integer' } }, ['c']) },
  );
  for (const { fixes = [] } of everything) for (const fix of fixes) expect(QuickFix.parse(fix)).toEqual(fix);
});

describe('references of schemas', () => {
  const told = (schema: DataSchema) => {
    const doc = documentOf({ a: { expr: 'o' } }, { target: schema });
    return checkMapping(doc, { o: schema }).diagnostics.map(({ code, at, message }) => [code, at.field, message]);
  };

  it.each<[string, DataSchema, string, string]>([
    [
      'nowhere',
      { $ref: 'http://example.org/x.json' },
      'unknownReference',
      '“http://example.org/x.json”, and there is no',
    ],
    ['to itself', { $ref: '#' }, 'circularReference', 'Let one of them be a type'],
    [
      'round in a circle',
      {
        type: 'object',
        properties: { x: { $ref: '#/$defs/a' } },
        $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } },
      },
      'circularReference',
      'at /properties/x,',
    ],
  ])('that lead %s are told, of sources and of the target', (_where, schema, code, words) => {
    const found = told(schema).filter(([one]) => one === `mapping.${code}`);
    expect(found.map(([, field]) => field)).toEqual(expect.arrayContaining(['mapping#source.o', 'mapping#target']));
    expect(found.map(([, , message]) => message)).toContainEqual(expect.stringContaining(words));
  });

  it('that lead to types are not, recursive ones among them', () => {
    const node: DataSchema = { type: 'object', properties: { next: { $ref: '#/$defs/node' }, all: { $ref: '#' } } };
    const codes = told({ type: 'object', properties: { a: { $ref: '#/$defs/node' } }, $defs: { node } }).map(
      ([one]) => one,
    );
    expect(codes.filter((code) => String(code).endsWith('Reference'))).toEqual([]);
  });
});
