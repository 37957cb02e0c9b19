import { describe, expect, it } from 'vitest';
import { targetTree } from '../rows/target-tree.ts';
import { visibleRows } from '../rows/visible-rows.ts';
import { movedEdge } from './columns.ts';
import { rowByLetters, treeKey } from './tree-keys.ts';

const nodes = targetTree(
  { map: 1, root: { fields: { id: { expr: '1' }, ship: { fields: { city: { expr: '2' } } }, sku: { expr: '3' } } } },
  undefined,
  new Set(),
);
const rows = { ...visibleRows(nodes, { toggled: new Set(), openDepth: 9 }), nodes };
const press = (key: string, row: number) =>
  treeKey({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }, { rows, row, page: 2 });

describe('the keys of a tree', () => {
  it.each([
    ['ArrowDown', 0, { row: 1 }],
    ['ArrowDown', 3, { row: 3 }],
    ['ArrowRight', 1, { row: 2 }],
    ['ArrowLeft', 2, { row: 1 }],
    ['ArrowLeft', 1, { toggle: '/ship' }],
    ['End', 0, { row: 3 }],
    ['PageUp', 3, { row: 1 }],
    ['x', 0, undefined],
  ])('%s on row %i', (key, row, move) => {
    expect(press(key, row)).toEqual(move);
  });

  it('goes by letters to the next row that begins with them, and round', () => {
    expect(rowByLetters(rows, 0, 's')).toBe(1);
    expect(rowByLetters(rows, 1, 's')).toBe(3);
    expect(rowByLetters(rows, 3, 'sk')).toBe(3);
    expect(rowByLetters(rows, 3, 'i')).toBe(0);
    expect(rowByLetters(rows, 0, 'z')).toBeUndefined();
  });
});

describe('the widths of the columns', () => {
  it('take from the middle, down to what it needs', () => {
    const now = { source: 400, lines: 250, target: 700 };
    expect(movedEdge(now, 'left', 50)).toEqual({ source: 450, lines: 200, target: 700 });
    expect(movedEdge(now, 'right', -500)).toEqual({ source: 400, lines: 90, target: 860 });
    expect(movedEdge(now, 'left', -900)).toEqual({ source: 200, lines: 450, target: 700 });
  });
});
