// What may be wrong with edges between steps over records and others.
import type { OperationManifest } from '../connector/manifest.ts';
import type { Diagnostic } from '../errors/diagnostic.ts';
import type { FlowDocument, FlowEdge, FlowNode } from './document.ts';
import { inputPorts } from './ports.ts';
import {
  carriesRecords,
  partnersPort,
  recordEdges,
  recordLeaders,
  takesPartners,
  takesRecords,
  worksOnRecords,
} from './record-groups.ts';

type Ends = Pick<FlowEdge, 'from' | 'to'>;

/** Why records cannot go along this edge, in words; null when all is well. */
export function recordEdgeProblem(from: FlowNode, to: FlowNode, edge: Ends): string | null {
  const records = carriesRecords(from, edge);
  if (records === takesRecords(to, edge.to.port)) return null;
  if (edge.to.port === partnersPort) {
    return `“${to.label}” takes its partners as records, one after the other, and “${from.label}” hands on one value. Choose a step that hands on records as the partner step, or name a list of partners in the settings of “${to.label}”.`;
  }
  if (records) {
    return `“${from.label}” hands on records one after the other, and “${to.label}” takes one value. ${mending(from, to)}`;
  }
  return `“${to.label}” takes records one after the other, and “${from.label}” does not hand on any. Connect it to a step that reads records, or name a list in its settings.`;
}

/** What to do where records reach a step that takes one value. */
function mending(from: FlowNode, to: FlowNode): string {
  const between = 'put a step between that gives a list or a total';
  if (to.kind === 'code') {
    const list = canCollect(from) ? `let “${from.label}” hand on one list` : between;
    return `Let its code run for each record as they come; where it must see all of them at once, ${list}.`;
  }
  if (canTakeRecords(to)) return `Let “${to.label}” work on records, or ${between}.`;
  return `${between[0]?.toUpperCase()}${between.slice(1)}, and connect that.`;
}

const canCollect = (node: FlowNode): boolean =>
  node.kind !== 'action' && node.kind !== 'forEach' && worksOnRecords(node);
const canTakeRecords = ({ kind }: FlowNode): boolean => takers.has(kind);
const takers: ReadonlySet<FlowNode['kind']> = new Set([
  'forEach',
  'map',
  'filter',
  'code',
  'sort',
  'deduplicate',
  'aggregate',
  'join',
  'validate',
]);

/** Why a second edge of records may not lead to the same place of a step. */
export const secondSourceProblem = (to: FlowNode, { to: { port } }: Ends): string =>
  port === partnersPort
    ? `“${to.label}” takes its partners from one step only. Delete one of the edges, or join twice.`
    : `“${to.label}” takes its records from one step only. Delete one of the edges, or use two steps.`;

export function recordProblems(
  doc: FlowDocument,
  operations: Readonly<Record<string, OperationManifest>>,
): Diagnostic[] {
  const nodes = new Map<string, FlowNode>(doc.nodes.map((node) => [node.id, node]));
  const taken = new Set<string>();
  const ofEdges = doc.edges.flatMap((edge): Diagnostic[] => {
    const [from, to] = [nodes.get(edge.from.node), nodes.get(edge.to.node)];
    if (from === undefined || to === undefined || !inputPorts(to).some(({ name }) => name === edge.to.port)) return [];
    const wrong = recordEdgeProblem(from, to, edge);
    if (wrong !== null) return [error('flow.recordsEdge', wrong, { edgeId: edge.id })];
    if (!takesRecords(to, edge.to.port)) return [];
    const place = placeOf(edge.to);
    if (taken.has(place)) return [error('flow.twoRecordSources', secondSourceProblem(to, edge), { edgeId: edge.id })];
    taken.add(place);
    return [];
  });
  return [
    ...ofEdges,
    ...doc.nodes.flatMap((node) => nodeProblems(doc, node, { operations, taken })),
    ...groupCircles(doc),
  ];
}

const placeOf = ({ node, port }: FlowEdge['to']): string => `${node} ${port}`;

/** Steps over the same records are done together, so none of them may wait for what becomes of another. */
function groupCircles(doc: FlowDocument): Diagnostic[] {
  const leaders = recordLeaders(doc);
  const groupOf = (id: string): string => leaders.get(id) ?? id;
  const along = new Set(recordEdges(doc).map(({ id }) => id));
  const waits = doc.edges.filter(({ id }) => !along.has(id));
  const labelOf = (id: string): string => doc.nodes.find((node) => node.id === id)?.label ?? '';
  return [...new Set(leaders.values())].flatMap((group): Diagnostic[] => {
    const open = waits.flatMap(({ from, to }) =>
      groupOf(from.node) === group ? [{ first: from.node, last: to.node }] : [],
    );
    const met = new Set<string>();
    // A list hands out what is added to it while it is gone through.
    for (const { first, last } of open) {
      if (groupOf(last) === group) {
        const message = `“${labelOf(last)}” waits for “${labelOf(first)}”, and the records of both meet in one join, so neither can begin. Give the join a list as its partners, or read what “${labelOf(last)}” needs in another step.`;
        return [error('flow.recordsCircle', message, { nodeId: last })];
      }
      if (met.has(groupOf(last))) continue;
      met.add(groupOf(last));
      for (const { from, to } of waits) if (groupOf(from.node) === groupOf(last)) open.push({ first, last: to.node });
    }
    return [];
  });
}

interface Around {
  readonly operations: Readonly<Record<string, OperationManifest>>;
  /** Places that records lead to: `node port`. */
  readonly taken: ReadonlySet<string>;
}

function nodeProblems(doc: FlowDocument, node: FlowNode, { operations, taken }: Around): Diagnostic[] {
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
  if (takesRecords(node) && !taken.has(placeOf({ node: node.id, port: 'in' }))) {
    const message = `“${node.label}” takes records, and none reach it. Connect it to a step that reads records.`;
    found.push(error('flow.noRecords', message, at));
  }
  if (takesPartners(node) && !taken.has(placeOf({ node: node.id, port: partnersPort }))) {
    const message = `“${node.label}” has no partners. Choose the step whose records are the partners, or name a list of them.`;
    found.push(error('flow.noPartners', message, { ...at, field: 'partners' }));
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
