// Walking the graph by arrow keys: along the edges where they lead that way, else to what stands there.
import type { FlowDocument, FlowNode } from '@patchbay/model/flow';

export type Direction = 'up' | 'down' | 'left' | 'right';

const towards: Readonly<Record<Direction, { readonly axis: 'x' | 'y'; readonly sign: 1 | -1 }>> = {
  up: { axis: 'y', sign: -1 },
  down: { axis: 'y', sign: 1 },
  left: { axis: 'x', sign: -1 },
  right: { axis: 'x', sign: 1 },
};

/** The node to go to from `id`; without one, the topmost node. Null at the end of the way. */
export function neighbour(doc: FlowDocument, id: string | undefined, direction: Direction): string | null {
  const from = doc.nodes.find((node) => node.id === id);
  if (from === undefined) return firstNode(doc)?.id ?? null;
  const { axis, sign } = towards[direction];
  const other = axis === 'x' ? 'y' : 'x';
  const linked = new Set<string>(
    doc.edges.flatMap((edge) => {
      if (edge.from.node === from.id) return [edge.to.node];
      return edge.to.node === from.id ? [edge.from.node] : [];
    }),
  );
  const ahead = doc.nodes
    .filter((node) => node !== from && (node.position[axis] - from.position[axis]) * sign > 0)
    .map((node) => {
      const along = Math.abs(node.position[axis] - from.position[axis]);
      const across = Math.abs(node.position[other] - from.position[other]);
      return { node, linked: linked.has(node.id), cost: along + across * 2, within: across <= along * 2 };
    })
    .filter((candidate) => candidate.linked || candidate.within)
    .sort((left, right) => Number(right.linked) - Number(left.linked) || left.cost - right.cost);
  return ahead[0]?.node.id ?? null;
}

const firstNode = (doc: FlowDocument): FlowNode | undefined =>
  [...doc.nodes].sort((left, right) => left.position.y - right.position.y || left.position.x - right.position.x)[0];

/** Every node from which this one is reached, or which it leads to, itself included. */
export function stream(doc: FlowDocument, ids: readonly string[], which: 'upstream' | 'downstream'): string[] {
  const [near, far] = which === 'downstream' ? (['from', 'to'] as const) : (['to', 'from'] as const);
  const seen = new Set<string>();
  const open = [...ids];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    for (const edge of doc.edges) if (edge[near].node === id) open.push(edge[far].node);
  }
  return [...seen];
}
