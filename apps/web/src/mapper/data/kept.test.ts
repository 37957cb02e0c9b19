import { lineageOf, viewOf } from '@patchbay/mapping';
import { setRule } from '@patchbay/mapping/edit';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { targetTree } from '../rows/target-tree.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { samePlaces } from '../rows/tree-node.ts';
import { analyse, keptResults } from './analysis.ts';
import { sameKeys, sameLines } from './use-stable.ts';

const doc: MappingDocument = {
  map: 1,
  root: { fields: { id: { expr: 'order.id' }, lines: { for: 'order.lines', fields: { sku: { expr: 'item.sku' } } } } },
};
const scope = { order: { id: 7, lines: [{ sku: 'A' }, { sku: 'B' }] } };
const rows = (of: MappingDocument, before?: readonly TargetNode[]) => targetTree(of, undefined, new Set(), before);
const results = (of: MappingDocument) => analyse({ doc: of, types: {}, scope, positions: {} }).results;

describe('what an edit leaves as it was', () => {
  const edited = setRule(doc, '/id', { expr: 'order.id + 1' });

  it('are the nodes whose rules it did not touch', () => {
    const before = rows(doc);
    const kept = rows(edited, before);
    expect(kept).toEqual(rows(edited));
    expect(kept.map((node, at) => node === before[at])).toEqual([false, true, true]);
  });

  it('are the rows of a whole structure, below a field that came', () => {
    const schema: DataSchema = {
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'object', properties: { c: { type: 'string' } } } },
    };
    const tree = (of: MappingDocument, before?: readonly TargetNode[]) => targetTree(of, schema, new Set(), before);
    const one: MappingDocument = { map: 1, root: { fields: { b: { fields: { d: { const: 1 } } } } } };
    const before = tree(one);
    const after = setRule(one, '/a', { const: 'x' });
    expect(tree(after, before).map((node, at) => node === before[at])).toEqual([false, true, true, true]);
    const longer = setRule(setRule(one, '/b/e', { const: 2 }), '/f', { const: 3 });
    expect(tree(longer, before)).toEqual(tree(longer));
    expect(tree(one, tree(longer))).toEqual(before);
  });

  it('are the places of the rows, until one comes, goes or moves', () => {
    const before = rows(doc);
    expect(samePlaces(before, rows(edited))).toBe(true);
    expect(samePlaces(before, rows(setRule(doc, '/total', { const: 1 })))).toBe(false);
    expect(samePlaces(before, rows(setRule(setRule(doc, '/id', undefined), '/no', { const: 1 })))).toBe(false);
    expect(samePlaces(before, rows(setRule(doc, '/id', { fields: { a: { const: 1 } } })))).toBe(false);
    const [first, ...others] = before;
    if (first === undefined) throw new Error('no rows');
    expect(samePlaces(before, [{ ...first, key: '/no' }, ...others])).toBe(false);
    expect(samePlaces(before, [{ ...first, isCut: true }, ...others])).toBe(false);
  });

  it('are the lines, until a rule reads something else', () => {
    const lines = (of: MappingDocument) => lineageOf(viewOf(of)).lines;
    expect(sameLines(lines(doc), lines(structuredClone(doc)))).toBe(true);
    expect(sameLines(lines(doc), lines(setRule(doc, '/id', { expr: 'order.no' })))).toBe(false);
    expect(sameLines(lines(doc), lines(setRule(doc, '/id', { expr: 'UPPER(order.id)' })))).toBe(false);
    expect(sameLines(lines(doc), lines(setRule(doc, '/id', undefined)))).toBe(false);
    const upper = setRule(doc, '/id', { expr: 'UPPER(order.id)' });
    expect(sameLines(lines(upper), lines(setRule(doc, '/id', { expr: 'LOWER(order.id)' })))).toBe(false);
  });

  it('are the fields that nothing reads, until another one is read', () => {
    expect(sameKeys(new Set(['a', 'b']), new Set(['b', 'a']))).toBe(true);
    expect(sameKeys(new Set(['a', 'b']), new Set(['a', 'c']))).toBe(false);
    expect(sameKeys(new Set(['a']), new Set(['a', 'b']))).toBe(false);
  });

  it('are the results that come out the same', () => {
    const before = results(doc);
    const kept = keptResults(results(edited), before);
    expect(kept).toEqual(results(edited));
    expect(kept.get('/lines/sku')).toBe(before.get('/lines/sku'));
    expect(kept.get('/id')).toMatchObject({ value: 8 });
  });

  it('are no results of rules that are gone', () => {
    const gone = results({ map: 1, root: { fields: {} } });
    expect([...keptResults(gone, results(doc)).keys()]).toEqual([...gone.keys()]);
  });
});
