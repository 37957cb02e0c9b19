// Which nodes work on a dataset, and which of them run together: all that edges of records tie to each other.
import type { FlowDocument, FlowEdge, FlowNode } from './document.ts';

type RecordsNode = Extract<FlowNode, { records?: unknown }>;

/** The node takes records as they come, hands records out, or both. */
export const worksOnRecords = (
  node: FlowNode,
): node is RecordsNode & { records: NonNullable<RecordsNode['records']> } =>
  'records' in node && node.records !== undefined;

/** The expression of a list that a node over records takes in the place of an edge; undefined without. */
export function recordSource(node: FlowNode): string | undefined {
  if (!worksOnRecords(node) || node.kind === 'action' || node.kind === 'forEach') return undefined;
  const text = node.items ?? '';
  return text.trim() === '' ? undefined : text;
}

/** The way into a join by which its partners come. */
export const partnersPort = 'partners';

/** A join over records whose partners are the records of another step, where no list of them is named. */
export const takesPartners = (node: FlowNode): boolean =>
  node.kind === 'join' && node.records !== undefined && node.partners.trim() === '';

/** Records reach it along its edge; `into`: the port that the edge leads to. */
export function takesRecords(node: FlowNode, into = 'in'): boolean {
  if (into === partnersPort) return takesPartners(node);
  if (!worksOnRecords(node)) return false;
  return node.kind === 'action' ? node.records.does === 'write' : recordSource(node) === undefined;
}

/** Records leave by its usual way. */
export function handsOutRecords(node: FlowNode): boolean {
  // A loop hands on what its turns gave, once it has ended.
  if (!worksOnRecords(node) || node.kind === 'forEach') return false;
  return node.kind === 'action' ? node.records.does === 'read' : node.records.collect === undefined;
}

const asides: Partial<Record<FlowNode['kind'], string>> = { filter: 'rejected', validate: 'invalid' };

/** Whether records go along the edge. */
export const carriesRecords = (from: FlowNode, edge: Pick<FlowEdge, 'from'>): boolean =>
  worksOnRecords(from) && (edge.from.port === 'out' ? handsOutRecords(from) : edge.from.port === asides[from.kind]);

/** The edges along which records go from step to step. */
export function recordEdges(doc: Pick<FlowDocument, 'nodes' | 'edges'>): FlowEdge[] {
  const nodes = new Map<string, FlowNode>(doc.nodes.map((node) => [node.id, node]));
  return doc.edges.filter((edge) => {
    const [from, to] = [nodes.get(edge.from.node), nodes.get(edge.to.node)];
    return from !== undefined && to !== undefined && carriesRecords(from, edge) && takesRecords(to, edge.to.port);
  });
}

/**
 * By node over records: the one that leads its group, which hands out records and takes none along an edge. A group is what edges
 * of records tie to each other. What no record reaches is left out.
 */
export function recordLeaders(doc: Pick<FlowDocument, 'nodes' | 'edges'>): ReadonlyMap<string, string> {
  const edges = recordEdges(doc);
  const fed = new Set<string>(edges.map(({ to }) => to.node));
  const sources = doc.nodes.filter((node) => worksOnRecords(node) && !takesRecords(node)).map(({ id }) => id as string);
  const reached = closure(sources, (id) => edges.flatMap(({ from, to }) => (from.node === id ? [to.node] : [])));
  const leaders = new Map<string, string>();
  for (const source of sources) {
    if (fed.has(source) || leaders.has(source)) continue;
    const group = closure([source], (id) =>
      edges.flatMap(({ from, to }) => (from.node === id ? [to.node] : to.node === id ? [from.node] : [])),
    );
    for (const id of group) if (reached.has(id)) leaders.set(id, source);
  }
  return leaders;
}

function closure(ids: readonly string[], next: (id: string) => readonly string[]): ReadonlySet<string> {
  const met = new Set(ids);
  // A set hands out what is added to it while it is gone through.
  for (const id of met) for (const other of next(id)) met.add(other);
  return met;
}
