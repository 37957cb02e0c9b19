// Where the boxes of a formula stand: the formula's own at the right, what goes into a box left of it, in the order of its
// slots. Compact, without overlaps, always the same for the same formula; nothing is stored.
import type { DraftNode, GraphEdge, GraphNode } from './formula-graph.ts';

// Sizes in px, on the grid of 4 of the screen.
const width = 192;
const gapX = 48;
const gapY = 12;
const headHeight = 28;
const slotHeight = 24;
const padding = 12;

export const heightOf = ({ slots, kind }: Pick<DraftNode, 'slots' | 'kind'>): number =>
  headHeight + slotHeight * Math.max(slots.length, kind === 'source' ? 1 : 0);

interface Laid {
  readonly nodes: GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly width: number;
  readonly height: number;
}

export function laidOut(drafts: readonly DraftNode[], edges: readonly GraphEdge[]): Laid {
  const [root] = drafts;
  if (root === undefined) return { nodes: [], edges: [], width: 0, height: 0 };
  const byId = new Map(drafts.map((draft) => [draft.id, draft]));
  const children = new Map<string, string[]>();
  for (const { from, to } of edges) children.set(to, [...(children.get(to) ?? []), from]);
  const layer = layersOf(root.id, children);
  const deepest = Math.max(...layer.values());
  const top = topsOf(root.id, { byId, children });
  const least = Math.min(...top.values());
  const nodes = drafts.map((draft): GraphNode => ({
    ...draft,
    x: padding + (deepest - (layer.get(draft.id) ?? 0)) * (width + gapX),
    y: padding + (top.get(draft.id) ?? 0) - least,
    width,
    height: heightOf(draft),
  }));
  const bottom = Math.max(...nodes.map(({ y, height }) => y + height));
  return { nodes, edges, width: 2 * padding + deepest * (width + gapX) + width, height: bottom + padding };
}

/** How many boxes stand between a box and the formula's own. */
function layersOf(root: string, children: ReadonlyMap<string, readonly string[]>): Map<string, number> {
  const layers = new Map([[root, 0]]);
  const queue = [root];
  for (let at = 0; at < queue.length; at += 1) {
    const id = queue[at] ?? '';
    for (const child of children.get(id) ?? []) {
      layers.set(child, (layers.get(id) ?? 0) + 1);
      queue.push(child);
    }
  }
  return layers;
}

interface Tree {
  readonly byId: ReadonlyMap<string, DraftNode>;
  readonly children: ReadonlyMap<string, readonly string[]>;
}

/** A part that is placed: its boxes, and in each layer below its root where its outline begins and ends. */
interface Block {
  readonly tops: Map<string, number>;
  readonly starts: number[];
  readonly ends: number[];
}

function topsOf(root: string, tree: Tree): Map<string, number> {
  return blockOf(root, tree).tops;
}

/** Children's blocks are stacked as close as their outlines let them; the box stands at the middle of its children. */
function blockOf(id: string, tree: Tree): Block {
  const draft = tree.byId.get(id);
  const height = draft === undefined ? 0 : heightOf(draft);
  const blocks = (tree.children.get(id) ?? []).map((child) => ({ child, block: blockOf(child, tree) }));
  const stacked: Block = { tops: new Map(), starts: [], ends: [] };
  const middles: number[] = [];
  for (const { child, block } of blocks) {
    const offset = offsetBelow(stacked, block);
    place(stacked, block, offset);
    const own = tree.byId.get(child);
    middles.push((block.tops.get(child) ?? 0) + offset + (own === undefined ? 0 : heightOf(own)) / 2);
  }
  const first = middles[0] ?? height / 2;
  const middle = (first + (middles.at(-1) ?? first)) / 2;
  const top = Math.round((middle - height / 2) / 4) * 4;
  const tops = stacked.tops;
  tops.set(id, top);
  return { tops, starts: [top, ...stacked.starts], ends: [top + height, ...stacked.ends] };
}

/** How far down the block has to go so that none of its layers touches what is stacked already. */
function offsetBelow(stacked: Block, block: Block): number {
  let offset = stacked.ends.length === 0 ? -(block.starts[0] ?? 0) : Number.NEGATIVE_INFINITY;
  block.starts.forEach((start, at) => {
    const end = stacked.ends[at];
    if (end !== undefined) offset = Math.max(offset, end + gapY - start);
  });
  return offset;
}

function place(stacked: Block, block: Block, offset: number): void {
  for (const [id, top] of block.tops) stacked.tops.set(id, top + offset);
  block.starts.forEach((start, at) => {
    stacked.starts[at] = Math.min(stacked.starts[at] ?? Number.POSITIVE_INFINITY, start + offset);
    stacked.ends[at] = Math.max(stacked.ends[at] ?? Number.NEGATIVE_INFINITY, (block.ends[at] ?? 0) + offset);
  });
}
