// The structure of a flow, checked: ids, names, edges, reach, slots. What expressions say is checked in @patchbay/mapping.
import type { OperationManifest } from '../connector/manifest.ts';
import type { Diagnostic, Severity } from '../errors/diagnostic.ts';
import { compensationOf } from './compensations.ts';
import type { FlowDocument, FlowNode } from './document.ts';
import { inputProblems } from './input-problems.ts';
import { bodyProblems } from './body-problems.ts';
import { levelProblems } from './level-problems.ts';
import { subflowProblems } from './subflow-problems.ts';
import { neededProblems } from './needed-problems.ts';
import { waitProblems } from './wait-problems.ts';
import { recordProblems } from './record-problems.ts';
import { undoProblems } from './undo-problems.ts';
import type { FieldValues } from './nodes/field-value.ts';
import { inputPorts, outputPorts } from './ports.ts';
import { partnersPort } from './record-groups.ts';

export interface FlowSurroundings {
  /** Every operation that this installation knows, by id. */
  readonly operations: Readonly<Record<string, OperationManifest>>;
}

const problem = (severity: Severity, code: string, message: string, at: Diagnostic['at']): Diagnostic => ({
  severity,
  code,
  message,
  at,
});

/** Structural problems, in the order of the nodes. An empty list means that the graph can run. */
export function validateFlow(doc: FlowDocument, { operations }: FlowSurroundings): Diagnostic[] {
  return [
    ...triggerProblems(doc),
    ...duplicateProblems(doc),
    ...edgeProblems(doc),
    ...cycleProblems(doc),
    ...reachProblems(doc),
    ...mergeProblems(doc),
    ...bodyProblems(doc),
    ...doc.nodes.flatMap(neededProblems),
    ...doc.nodes.flatMap(waitProblems),
    ...subflowProblems(doc),
    ...recordProblems(doc, operations),
    ...doc.nodes.flatMap((node) => operationProblems(doc, node, operations)),
    ...levelProblems(doc, operations),
    ...undoProblems(doc),
  ];
}

function triggerProblems(doc: FlowDocument): Diagnostic[] {
  if (doc.nodes.some((node) => node.kind === 'trigger')) return [];
  return [
    problem(
      'error',
      'flow.noTrigger',
      'The flow has no trigger, so nothing can start it. Add one from the palette.',
      {},
    ),
  ];
}

function duplicateProblems(doc: FlowDocument): Diagnostic[] {
  const found: Diagnostic[] = [];
  const ids = new Set<string>();
  const names = new Set<string>();
  for (const node of doc.nodes) {
    if (ids.has(node.id)) {
      found.push(problem('error', 'flow.duplicateId', `Two nodes have the id ${node.id}.`, { nodeId: node.id }));
    }
    if (names.has(node.name)) {
      const message = `Two nodes are named “${node.name}”. Rename one: expressions use the name.`;
      found.push(problem('error', 'flow.duplicateName', message, { nodeId: node.id, field: 'name' }));
    }
    ids.add(node.id);
    names.add(node.name);
  }
  return found;
}

function edgeProblems(doc: FlowDocument): Diagnostic[] {
  const nodes = new Map<string, FlowNode>(doc.nodes.map((node) => [node.id, node]));
  return doc.edges.flatMap((edge) => {
    const from = nodes.get(edge.from.node);
    const to = nodes.get(edge.to.node);
    const at = { edgeId: edge.id };
    if (from === undefined || to === undefined) {
      return [
        problem('error', 'flow.danglingEdge', 'An edge leads to a node that does not exist. Delete the edge.', at),
      ];
    }
    if (!outputPorts(from).some((port) => port.name === edge.from.port)) {
      return [problem('error', 'flow.unknownPort', `“${from.label}” has no output “${edge.from.port}”.`, at)];
    }
    if (!inputPorts(to).some((port) => port.name === edge.to.port)) {
      const why =
        edge.to.port === partnersPort
          ? `“${to.label}” takes no records as its partners. Delete the edge, or choose the records of a step as partners in its settings.`
          : `“${to.label}” has no input “${edge.to.port}”.`;
      return [problem('error', 'flow.unknownPort', why, at)];
    }
    return [];
  });
}

function cycleProblems(doc: FlowDocument): Diagnostic[] {
  const incoming = new Map<string, number>(doc.nodes.map((node) => [node.id, 0]));
  for (const edge of doc.edges) incoming.set(edge.to.node, (incoming.get(edge.to.node) ?? 0) + 1);
  const free = [...incoming].filter(([, count]) => count === 0).map(([id]) => id);
  for (let id = free.pop(); id !== undefined; id = free.pop()) {
    incoming.delete(id);
    for (const edge of doc.edges) {
      if (edge.from.node !== id) continue;
      const left = (incoming.get(edge.to.node) ?? 0) - 1;
      incoming.set(edge.to.node, left);
      if (left === 0) free.push(edge.to.node);
    }
  }
  const inside = doc.nodes.filter((node) => incoming.has(node.id));
  const first = inside[0];
  if (first === undefined) return [];
  const labels = inside.slice(0, 4).map((node) => `“${node.label}”`);
  const message = `${labels.join(', ')} go round in a circle. A flow runs one way: delete one of the edges between them.`;
  return [problem('error', 'flow.cycle', message, { nodeId: first.id })];
}

function reachProblems(doc: FlowDocument): Diagnostic[] {
  const reached = new Set<string>(doc.nodes.filter((node) => node.kind === 'trigger').map((node) => node.id));
  const open = [...reached];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const edge of doc.edges) {
      if (edge.from.node === id && !reached.has(edge.to.node)) {
        reached.add(edge.to.node);
        open.push(edge.to.node);
      }
    }
  }
  return doc.nodes
    .filter((node) => !reached.has(node.id))
    .map((node) => {
      const message = `“${node.label}” is never reached: no path leads to it from a trigger. Connect it or delete it.`;
      return problem('warning', 'flow.unreachable', message, { nodeId: node.id });
    });
}

function mergeProblems(doc: FlowDocument): Diagnostic[] {
  return doc.nodes.flatMap((node) => {
    if (node.kind !== 'merge' || doc.edges.filter((edge) => edge.to.node === node.id).length > 1) return [];
    const message = `“${node.label}” brings ways together, and fewer than two lead to it. Connect the others, or delete it.`;
    return [problem('warning', 'flow.mergeOfOne', message, { nodeId: node.id })];
  });
}

function operationProblems(
  doc: FlowDocument,
  node: FlowNode,
  operations: Readonly<Record<string, OperationManifest>>,
): Diagnostic[] {
  const own =
    node.kind === 'action' || node.kind === 'trigger'
      ? callProblems(doc, { ...node, nodeId: node.id, at: '' }, operations)
      : [];
  const undo = compensationOf(node);
  if (undo === null) return own;
  const call: Call = { ...undo, kind: 'action', nodeId: node.id, label: `Undo of ${node.label}`, at: 'compensate.' };
  return [...own, ...callProblems(doc, call, operations)];
}

/** One use of an operation: what a node does, or what takes it back. */
interface Call {
  readonly nodeId: string;
  readonly label: string;
  readonly kind: 'action' | 'trigger';
  readonly operation: string;
  readonly slot?: string | undefined;
  readonly input: FieldValues;
  /** What stands before the names of its fields. */
  readonly at: '' | 'compensate.';
}

function callProblems(
  doc: FlowDocument,
  call: Call,
  operations: Readonly<Record<string, OperationManifest>>,
): Diagnostic[] {
  const operation = Object.hasOwn(operations, call.operation) ? operations[call.operation] : undefined;
  if (operation === undefined || operation.kind !== call.kind) {
    const message = `“${call.label}” uses “${call.operation}”, which is not installed here. Replace the node, or install its connector.`;
    return [problem('error', 'flow.unknownOperation', message, { nodeId: call.nodeId, field: `${call.at}operation` })];
  }
  const inputs = inputProblems({ ...call, id: call.nodeId }, operation);
  return [
    ...connectionProblems(doc, call, operation),
    ...inputs.map((found) => ({ ...found, at: { ...found.at, field: `${call.at}${found.at.field}` } })),
  ];
}

function connectionProblems(doc: FlowDocument, call: Call, operation: OperationManifest): Diagnostic[] {
  const connector = call.operation.split('.')[0];
  const at = { nodeId: call.nodeId, field: `${call.at}slot` };
  if (call.slot === undefined) {
    return operation.connection === 'required'
      ? [problem('error', 'flow.noConnection', `“${call.label}” needs a connection. Choose one in its settings.`, at)]
      : [];
  }
  const slot = doc.slots.find((other) => other.name === call.slot);
  if (slot === undefined) {
    return [
      problem('error', 'flow.unknownSlot', `“${call.label}” uses a connection that the flow does not declare.`, at),
    ];
  }
  return slot.connector === connector
    ? []
    : [problem('error', 'flow.wrongConnector', `“${call.label}” cannot use a connection of “${slot.connector}”.`, at)];
}
