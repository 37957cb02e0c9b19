// Which nodes work on a dataset, and which of them run together: all that is reached from one source along edges of records.
import type { FlowDocument, FlowEdge, FlowNode } from './document.ts';

type RecordsNode = Extract<FlowNode, { records?: unknown }>;

/** The node takes records as they come, hands records out, or both. */
export const worksOnRecords = (
  node: FlowNode,
): node is RecordsNode & { records: NonNullable<RecordsNode['records']> } =>
  'records' in node && node.records !== undefined;

/** The expression of a list that a node over records takes in the place of an edge; undefined without. */
export function recordSource(node: FlowNode): string | undefined {
  if (!worksOnRecords(node) || node.kind === 'action') return undefined;
  const text = node.items ?? '';
  return text.trim() === '' ? undefined : text;
}

/** Records reach it along its edge. */
export function takesRecords(node: FlowNode): boolean {
  if (!worksOnRecords(node)) return false;
  return node.kind === 'action' ? node.records.does === 'write' : recordSource(node) === undefined;
}

/** Records leave by its usual way. */
export function handsOutRecords(node: FlowNode): boolean {
  if (!worksOnRecords(node)) return false;
  return node.kind === 'action' ? node.records.does === 'read' : node.records.collect === undefined;
}

const asides: Partial<Record<FlowNode['kind'], string>> = { filter: 'rejected', validate: 'invalid' };

/** Whether records go along the edge. */
export const carriesRecords = (from: FlowNode, edge: Pick<FlowEdge, 'from'>): boolean =>
  worksOnRecords(from) && (edge.from.port === 'out' ? handsOutRecords(from) : edge.from.port === asides[from.kind]);

/** By node over records: the node where its records come from, which is itself for a source. Nodes of a circle are left out. */
export function recordLeaders(doc: Pick<FlowDocument, 'nodes' | 'edges'>): ReadonlyMap<string, string> {
  const nodes = new Map<string, FlowNode>(doc.nodes.map((node) => [node.id, node]));
  const leaders = new Map<string, string>();
  const open: string[] = [];
  for (const node of doc.nodes) {
    if (!worksOnRecords(node) || takesRecords(node)) continue;
    leaders.set(node.id, node.id);
    open.push(node.id);
  }
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const from = nodes.get(id);
    for (const edge of doc.edges) {
      const to = nodes.get(edge.to.node);
      if (edge.from.node !== id || from === undefined || to === undefined || leaders.has(to.id)) continue;
      if (!carriesRecords(from, edge) || !takesRecords(to)) continue;
      leaders.set(to.id, leaders.get(id) ?? id);
      open.push(to.id);
    }
  }
  return leaders;
}
