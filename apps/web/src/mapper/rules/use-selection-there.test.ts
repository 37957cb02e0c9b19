import type { MappingDocument } from '@patchbay/model/mapping';
import { describe, expect, it } from 'vitest';
import { indexOfKeys } from '../data/mapper-data.ts';
import { targetTree } from '../rows/target-tree.ts';
import { selectionLeft } from './use-selection-there.ts';

const rows = (fields: Extract<MappingDocument['root'], { fields: unknown }>['fields']) =>
  targetTree({ map: 1, root: { fields } }, undefined, new Set());
const rule = { const: 1 };
const earlier = rows({ id: rule, lines: { fields: { sku: rule, name: rule } }, total: rule });

describe('selectionLeft', () => {
  const after = (fields: Parameters<typeof rows>[0]) => ({ earlier, targetAt: indexOfKeys(rows(fields)) });

  it('keeps the rows that are there', () => {
    const all = after({ id: rule, lines: { fields: { sku: rule, name: rule } }, total: rule });
    expect(selectionLeft(['/id', '/lines/sku'], all)).toEqual(['/id', '/lines/sku']);
    expect(selectionLeft(['/id', '/total'], after({ id: rule }))).toEqual(['/id']);
    expect(selectionLeft([], after({}))).toEqual([]);
  });

  it('goes to the row above one that is gone', () => {
    expect(selectionLeft(['/lines/name'], after({ lines: { fields: { sku: rule } } }))).toEqual(['/lines/sku']);
    expect(selectionLeft(['/lines/name'], after({ id: rule, total: rule }))).toEqual(['/id']);
  });

  it('goes to the first row when none above is left, and nowhere when there is none', () => {
    expect(selectionLeft(['/id'], after({ total: rule }))).toEqual(['/total']);
    expect(selectionLeft(['/id'], after({}))).toEqual([]);
  });
});
