// Where each shown row stands among those of the same parent: rows out of view are not on the page, so the page cannot be counted.
import type { TreeNode } from './tree-node.ts';

export interface Sibling {
  /** From 1. */
  readonly position: number;
  readonly count: number;
}

/** By row. Of a search only the hits and the rows above them count: they are what is there to walk. */
export function siblingsOf(nodes: readonly TreeNode[], rows: readonly number[]): readonly Sibling[] {
  const counts = new Map<number, number>();
  const parents = rows.map((index) => nodes[index]?.parent ?? -1);
  const positions = parents.map((parent) => {
    const position = (counts.get(parent) ?? 0) + 1;
    counts.set(parent, position);
    return position;
  });
  return parents.map((parent, row) => ({ position: positions[row] ?? 1, count: counts.get(parent) ?? 1 }));
}
