// Which node stands in the body of which container. A body is what is reached through the container's body port; it is
// not stored, so that edges are the only truth about the graph.
import type { FlowDocument, FlowEdge, FlowNode } from './document.ts';
import type { ContainerNode, ForEachNode } from './nodes/container-nodes.ts';

export const isContainer = (node: FlowNode): node is ContainerNode => node.kind === 'forEach' || node.kind === 'try';

/** The output port that leads into the body. */
export const bodyPort = (node: Pick<FlowNode, 'kind'>): string | undefined => bodyPortOf(node.kind);

function bodyPortOf(kind: FlowNode['kind']): string | undefined {
  if (kind === 'forEach') return 'each';
  return kind === 'try' ? 'body' : undefined;
}

/** What the body calls the item at hand. */
export const itemName = (node: ForEachNode): string => node.as ?? 'item';

/** Whether nothing comes after a node when all went well: its way on leads nowhere. `connected`: ports with an edge. */
export function isLast(node: Pick<FlowNode, 'kind'>, connected: Iterable<string>): boolean {
  const waits = node.kind === 'callback' || node.kind === 'approval' || node.kind === 'subflow';
  const aside = new Set(['error', bodyPortOf(node.kind), ...(waits ? ['timeout', 'remind'] : [])]);
  return node.kind !== 'stop' && node.kind !== 'fail' && [...connected].every((port) => aside.has(port));
}

export interface FlowBodies {
  /** By node: the innermost container around it, null for none. Nodes that nothing leads to are left out. */
  readonly of: ReadonlyMap<string, string | null>;
  /** Edges that come from another body than their target stands in. */
  readonly crossing: readonly FlowEdge[];
}

/** Walks along the edges; nodes of a circle are left out. */
export function flowBodies(doc: Pick<FlowDocument, 'nodes' | 'edges'>): FlowBodies {
  const nodes = new Map<string, FlowNode>(doc.nodes.map((node) => [node.id, node]));
  const incoming = new Map<string, FlowEdge[]>();
  const outgoing = new Map<string, FlowEdge[]>();
  for (const edge of doc.edges) {
    if (!nodes.has(edge.from.node) || !nodes.has(edge.to.node)) continue;
    append(incoming, edge.to.node, edge);
    append(outgoing, edge.from.node, edge);
  }
  const of = new Map<string, string | null>();
  const crossing: FlowEdge[] = [];
  const missing = new Map(doc.nodes.map((node) => [node.id as string, incoming.get(node.id)?.length ?? 0]));
  const open = doc.nodes.filter((node) => missing.get(node.id) === 0);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    settle(node, { nodes, incoming: incoming.get(node.id) ?? [], of, crossing });
    for (const edge of outgoing.get(node.id) ?? []) {
      const left = (missing.get(edge.to.node) ?? 0) - 1;
      missing.set(edge.to.node, left);
      const target = left === 0 ? nodes.get(edge.to.node) : undefined;
      if (target !== undefined) open.push(target);
    }
  }
  return { of, crossing };
}

interface Settling {
  readonly nodes: ReadonlyMap<string, FlowNode>;
  readonly incoming: readonly FlowEdge[];
  readonly of: Map<string, string | null>;
  readonly crossing: FlowEdge[];
}

function settle(node: FlowNode, { nodes, incoming, of, crossing }: Settling): void {
  if (node.kind === 'trigger') of.set(node.id, null);
  for (const edge of incoming) {
    const source = nodes.get(edge.from.node);
    const isEntry = source !== undefined && bodyPort(source) === edge.from.port;
    const body = isEntry ? source.id : of.get(edge.from.node);
    if (body === undefined) continue;
    const known = of.get(node.id);
    if (known === undefined) of.set(node.id, body);
    else if (known !== body) crossing.push(edge);
  }
}

function append<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
