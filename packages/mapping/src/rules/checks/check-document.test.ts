import { QuickFix } from '@patchbay/model/errors';
import { MappingDocument } from '@patchbay/model/mapping';
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
