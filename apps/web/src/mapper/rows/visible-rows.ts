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

interface Part {
  /** The index of the row that is shown with what is below it, and nothing else; −1 for all. */
  readonly top?: number;
  readonly hits?: ReadonlySet<number> | undefined;
}

/** `hits` limits the rows to these and the ones above them; they stand open. */
export function visibleRows(
  nodes: readonly TreeNode[],
  openness: Openness,
  { top = -1, hits }: Part = {},
): VisibleRows {
  return hits === undefined ? opened(nodes, openness, top) : found(nodes, hits, top);
}

function opened(nodes: readonly TreeNode[], openness: Openness, top: number): VisibleRows {
  const rows: number[] = [];
  const rowOf = new Int32Array(nodes.length).fill(-1);
  const last = nodes[top]?.end ?? nodes.length;
  for (let at = Math.max(0, top); at < last;) {
    const node = nodes[at];
    if (node === undefined) break;
    const row = rows.length;
    rows.push(at);
    rowOf[at] = row;
    if (node.end > at + 1 && at !== top && !standsOpen(node, openness)) {
      rowOf.fill(row, at, node.end);
      at = node.end;
    } else at += 1;
  }
  return {
    rows,
    rowOf,
    isOpen: (index) => {
      const node = nodes[index];
      return node !== undefined && (index === top || standsOpen(node, openness));
    },
  };
}

function found(nodes: readonly TreeNode[], hits: ReadonlySet<number>, top: number): VisibleRows {
  const shown = new Uint8Array(nodes.length);
  const first = Math.max(0, top);
  const last = nodes[top]?.end ?? nodes.length;
  for (const hit of hits) {
    if (hit >= last) continue;
    for (let at = hit; at >= first && shown[at] === 0; at = nodes[at]?.parent ?? -1) shown[at] = 1;
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

/** How deep a tree, or the part below a row, opens by itself: as deep as fits a few screens. */
export function usualDepth(nodes: readonly TreeNode[], top = -1): number {
  const perDepth: (number | undefined)[] = [];
  const last = nodes[top]?.end ?? nodes.length;
  for (let at = Math.max(0, top); at < last; at += 1) {
    const depth = nodes[at]?.depth ?? 0;
    perDepth[depth] = (perDepth[depth] ?? 0) + 1;
  }
  let total = 0;
  for (const [depth, count = 0] of perDepth.entries()) {
    total += count;
    if (total > roomForAll) return Math.max(depth - 1, 0);
  }
  return perDepth.length;
}
