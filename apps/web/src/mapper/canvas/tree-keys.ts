// The keys of a tree, as in the ARIA practices for tree views.
import type { TreeNode } from '../rows/tree-node.ts';
import type { SideRows } from '../rows/use-side-rows.ts';

export type TreeMove = { readonly row: number } | { readonly toggle: string };

interface Place {
  readonly rows: Pick<SideRows<TreeNode>, 'rows' | 'nodes' | 'isOpen' | 'rowOf'>;
  readonly row: number;
  /** Rows that fit the view. */
  readonly page: number;
}

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** Where the key leads; undefined when it is none of the tree's. */
export function treeKey(event: Key, { rows, row, page }: Place): TreeMove | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const last = rows.rows.length - 1;
  const index = rows.rows[row] ?? -1;
  const node = rows.nodes[index];
  if (node === undefined) return undefined;
  // With Shift they go into a part of the tree, and out of it.
  if (event.shiftKey && (event.key === 'ArrowRight' || event.key === 'ArrowLeft')) return undefined;
  switch (event.key) {
    case 'ArrowDown':
      return { row: Math.min(last, row + 1) };
    case 'ArrowUp':
      return { row: Math.max(0, row - 1) };
    case 'PageDown':
      return { row: Math.min(last, row + page) };
    case 'PageUp':
      return { row: Math.max(0, row - page) };
    case 'Home':
      return { row: 0 };
    case 'End':
      return { row: last };
    case 'ArrowRight':
      if (!node.branches) return undefined;
      return rows.isOpen(index) ? { row: Math.min(last, row + 1) } : { toggle: node.key };
    case 'ArrowLeft':
      if (node.branches && rows.isOpen(index)) return { toggle: node.key };
      return rowAbove(rows, node.parent);
    default:
      return undefined;
  }
}

/** The top of a part that is shown alone has no row above it. */
function rowAbove({ rowOf }: Place['rows'], parent: number): TreeMove | undefined {
  const row = rowOf[parent] ?? -1;
  return row < 0 ? undefined : { row };
}

/** The next row after `row` whose name begins with the typed letters, going round; undefined when there is none. */
export function rowByLetters(rows: Place['rows'], row: number, letters: string): number | undefined {
  const wanted = letters.toLowerCase();
  const count = rows.rows.length;
  // Further letters may stay on the row; the first goes on to the next.
  const from = letters.length > 1 ? 0 : 1;
  for (let step = from; step < count + from; step += 1) {
    const at = (row + step) % count;
    if (rows.nodes[rows.rows[at] ?? -1]?.name.toLowerCase().startsWith(wanted) === true) return at;
  }
  return undefined;
}
