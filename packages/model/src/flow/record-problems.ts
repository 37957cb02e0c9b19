// What may be wrong with edges between steps over records and others.
import type { OperationManifest } from '../connector/manifest.ts';
import type { Diagnostic } from '../errors/diagnostic.ts';
import type { FlowDocument, FlowEdge, FlowNode } from './document.ts';
import { carriesRecords, takesRecords, worksOnRecords } from './record-groups.ts';

/** Why records cannot go along this edge, in words; null when all is well. */
export function recordEdgeProblem(from: FlowNode, to: FlowNode, edge: Pick<FlowEdge, 'from'>): string | null {
  const records = carriesRecords(from, edge);
  if (records === takesRecords(to)) return null;
  if (records) {
    return `“${from.label}” hands on records one after the other, and “${to.label}” takes one value. Let “${to.label}” work on records, or put a step between that gives a list or a total.`;
  }
  return `“${to.label}” takes records one after the other, and “${from.label}” does not hand on any. Connect it to a step that reads records, or name a list in its settings.`;
}

/** Why a second edge of records may not lead to the same step. */
export const secondSourceProblem = (to: FlowNode): string =>
  `“${to.label}” takes its records from one step only. Delete one of the edges, or use two steps.`;

export function recordProblems(
  doc: FlowDocument,
  operations: Readonly<Record<string, OperationManifest>>,
): Diagnostic[] {
  const nodes = new Map<string, FlowNode>(doc.nodes.map((node) => [node.id, node]));
  const taken = new Set<string>();
  const ofEdges = doc.edges.flatMap((edge): Diagnostic[] => {
    const [from, to] = [nodes.get(edge.from.node), nodes.get(edge.to.node)];
    if (from === undefined || to === undefined) return [];
    const wrong = recordEdgeProblem(from, to, edge);
    if (wrong !== null) return [error('flow.recordsEdge', wrong, { edgeId: edge.id })];
    if (!takesRecords(to)) return [];
    if (taken.has(to.id)) return [error('flow.twoRecordSources', secondSourceProblem(to), { edgeId: edge.id })];
    taken.add(to.id);
    return [];
  });
  return [
    ...ofEdges,
    ...doc.nodes.flatMap((node) => nodeProblems(doc, node, { operations, isFed: taken.has(node.id) })),
  ];
}

interface Around {
  readonly operations: Readonly<Record<string, OperationManifest>>;
  readonly isFed: boolean;
}

function nodeProblems(doc: FlowDocument, node: FlowNode, { operations, isFed }: Around): Diagnostic[] {
  const at = { nodeId: node.id };
  const found: Diagnostic[] = [];
  if (node.kind === 'action' && Object.hasOwn(operations, node.operation)) {
    const does = operations[node.operation]?.records;
    if (does !== node.records?.does) {
      const message =
        does === undefined
          ? `“${node.label}” is set to work on records, and its operation does not. Choose another operation.`
          : `“${node.label}” uses an operation over records. Add the step again from the palette, so that it ${does === 'read' ? 'hands records on' : 'takes records'}.`;
      found.push(error('flow.recordsOperation', message, { ...at, field: 'operation' }));
    }
  }
  if (!worksOnRecords(node)) return found;
  if (takesRecords(node) && !isFed) {
    const message = `“${node.label}” takes records, and none reach it. Connect it to a step that reads records.`;
    found.push(error('flow.noRecords', message, at));
  }
  const isReader = node.kind === 'action' && node.records.does === 'read';
  if (isReader && !doc.edges.some((edge) => edge.from.node === node.id && edge.from.port === 'out')) {
    const message = `Nothing takes the records of “${node.label}”. Connect it to the step that works on them.`;
    found.push({ severity: 'warning', code: 'flow.recordsToNowhere', message, at });
  }
  return found;
}

const error = (code: string, message: string, at: Diagnostic['at']): Diagnostic => ({
  severity: 'error',
  code,
  message,
  at,
});
