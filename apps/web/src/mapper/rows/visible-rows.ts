// Which rows are shown: opened ones, or hits and the way to them. Numbers instead of objects: an edit asks for all again.
import type { TreeNode } from './tree-node.ts';

export interface VisibleRows {
  /** Indices of the shown nodes, in order. */
  readonly rows: readonly number[];
  /** For every node the row it is drawn at, its own or that of the nearest shown one above; −1 when there is none. */
  readonly rowOf: Int32Array;
  readonly isOpen: (index: number) => boolean;
}

export interface Openness {
  readonly toggled: ReadonlySet<string>;
  readonly openDepth: number;
}

/** Whether a row shows what is below it, when nothing is searched. */
export const standsOpen = (node: TreeNode, { toggled, openDepth }: Openness): boolean =>
  (node.depth < openDepth && !node.isCut) !== toggled.has(node.key);

/** `hits` limits the rows to these and the ones above them; they stand open. */
export function visibleRows(nodes: readonly TreeNode[], openness: Openness, hits?: ReadonlySet<number>): VisibleRows {
  return hits === undefined ? opened(nodes, openness) : found(nodes, hits);
}

function opened(nodes: readonly TreeNode[], openness: Openness): VisibleRows {
  const rows: number[] = [];
  const rowOf = new Int32Array(nodes.length).fill(-1);
  for (let at = 0; at < nodes.length;) {
    const node = nodes[at];
    if (node === undefined) break;
    const row = rows.length;
    rows.push(at);
    rowOf[at] = row;
    if (node.end > at + 1 && !standsOpen(node, openness)) {
      rowOf.fill(row, at, node.end);
      at = node.end;
    } else at += 1;
  }
  return {
    rows,
    rowOf,
    isOpen: (index) => {
      const node = nodes[index];
      return node !== undefined && standsOpen(node, openness);
    },
  };
}

function found(nodes: readonly TreeNode[], hits: ReadonlySet<number>): VisibleRows {
  const shown = new Uint8Array(nodes.length);
  for (const hit of hits) {
    for (let at = hit; at >= 0 && shown[at] === 0; at = nodes[at]?.parent ?? -1) shown[at] = 1;
  }
  const rows: number[] = [];
  const rowOf = new Int32Array(nodes.length).fill(-1);
  for (const [at, node] of nodes.entries()) {
    if (shown[at] === 1) {
      rowOf[at] = rows.length;
      rows.push(at);
    } else rowOf[at] = node.parent < 0 ? -1 : (rowOf[node.parent] ?? -1);
  }
  // A shown row is open when a row below it is shown.
  const open = new Uint8Array(nodes.length);
  for (const at of rows) {
    const parent = nodes[at]?.parent ?? -1;
    if (parent >= 0) open[parent] = 1;
  }
  return { rows, rowOf, isOpen: (index) => open[index] === 1 };
}

const roomForAll = 90;

/** How deep a tree opens by itself: as deep as fits a few screens. */
export function usualDepth(nodes: readonly TreeNode[]): number {
  const perDepth: number[] = [];
  for (const node of nodes) perDepth[node.depth] = (perDepth[node.depth] ?? 0) + 1;
  let total = 0;
  for (const [depth, count] of perDepth.entries()) {
    total += count;
    if (total > roomForAll) return Math.max(depth - 1, 0);
  }
  return perDepth.length;
}
