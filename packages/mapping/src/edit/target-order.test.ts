import { MappingDocument } from '@patchbay/model/mapping';
import type { MappingRule } from '@patchbay/model/mapping';
import { describe, expect, it } from 'vitest';
import { setRule } from './set-rule.ts';
import { inTargetOrder } from './target-order.ts';

const doc = (fields: Record<string, MappingRule>): MappingDocument => ({ map: 1, root: { fields } });
const shape: Record<string, readonly string[]> = {
  '': ['id', 'lines', 'totals', 'priority'],
  '/lines': ['no', 'sku', 'weight'],
};
const order = (path: string): readonly string[] => shape[path] ?? [];
const put = (before: MappingDocument, path: string, rule: MappingRule): MappingDocument =>
  inTargetOrder(before, setRule(before, path, rule), order);
const names = ({ root }: MappingDocument): string[] => Object.keys(root.fields);

describe('a field that an edit added', () => {
  it('stands before those that the target has after it', () => {
    const before = doc({ priority: { const: 1 }, totals: { const: 2 } });
    expect(names(put(before, '/lines', { for: 'order.lines', as: 'line', fields: {} }))).toEqual([
      'lines',
      'priority',
      'totals',
    ]);
    expect(names(put(put(before, '/id', { const: 0 }), '/lines', { const: [] }))).toEqual([
      'id',
      'lines',
      'priority',
      'totals',
    ]);
  });

  it('stands at its place inside a structure, new or old', () => {
    const before = doc({ lines: { for: 'x', as: 'l', fields: { weight: { const: 1 } } } });
    expect(put(before, '/lines/sku', { const: 2 }).root.fields['lines']).toEqual({
      for: 'x',
      as: 'l',
      fields: { sku: { const: 2 }, weight: { const: 1 } },
    });
    const made = put(doc({}), '/lines', { fields: { weight: { const: 1 }, no: { const: 2 } } }).root.fields['lines'];
    expect(made !== undefined && 'fields' in made ? Object.keys(made.fields) : []).toEqual(['no', 'weight']);
  });

  it('comes last when the target does not know it, whatever it is called', () => {
    const before = doc({ totals: { const: 1 } });
    expect(names(put(put(before, '/__proto__', { const: 1 }), '/other', { const: 1 }))).toEqual([
      'totals',
      '__proto__',
      'other',
    ]);
  });

  it('leaves an edit alone that adds nothing', () => {
    const before = doc({ totals: { const: 1 }, id: { const: 2 } });
    const after = setRule(before, '/id', { const: 3 });
    expect(inTargetOrder(before, after, order)).toBe(after);
    expect(MappingDocument.parse(after)).toEqual(after);
  });
});
