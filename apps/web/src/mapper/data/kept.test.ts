import { setRule } from '@patchbay/mapping/edit';
import type { MappingDocument } from '@patchbay/model/mapping';
import { describe, expect, it } from 'vitest';
import { targetTree } from '../rows/target-tree.ts';
import { keptNodes } from '../rows/tree-node.ts';
import { analyse, keptResults } from './analysis.ts';

const doc: MappingDocument = {
  map: 1,
  root: { fields: { id: { expr: 'order.id' }, lines: { for: 'order.lines', fields: { sku: { expr: 'item.sku' } } } } },
};
const scope = { order: { id: 7, lines: [{ sku: 'A' }, { sku: 'B' }] } };
const rows = (of: MappingDocument) => targetTree(of, undefined, new Set());
const results = (of: MappingDocument) => analyse({ doc: of, types: {}, scope, positions: {} }).results;

describe('what an edit leaves as it was', () => {
  const edited = setRule(doc, '/id', { expr: 'order.id + 1' });

  it('are the nodes whose rules it did not touch', () => {
    const before = rows(doc);
    const kept = keptNodes(rows(edited), before);
    expect(kept).toEqual(rows(edited));
    expect(kept.map((node, at) => node === before[at])).toEqual([false, true, true]);
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
