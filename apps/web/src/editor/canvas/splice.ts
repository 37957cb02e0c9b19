// Edits of the graph that are more than one command: insert on an edge, delete and close the gap, connect anew.
import { EdgeId, inputPorts, NodeId, outputPorts } from '@patchbay/model/flow';
import type { FlowDocument, FlowEdge, FlowNode, SingleFlowCommand } from '@patchbay/model/flow';
import { newEdgeId } from '../new-id.ts';
import { connectionProblem } from './connection-rules.ts';
import { gridStep, nodeHeight } from './geometry.ts';
import type { Point } from './geometry.ts';

export interface EdgeEnds {
  readonly from: { readonly node: string; readonly port: string };
  readonly to: { readonly node: string; readonly port: string };
}

export function addEdgeCommand({ from, to }: EdgeEnds): SingleFlowCommand {
  const edge: FlowEdge = {
    id: newEdgeId(),
    from: { node: NodeId.parse(from.node), port: from.port },
    to: { node: NodeId.parse(to.node), port: to.port },
  };
  return { type: 'addEdge', edge };
}

export const removeEdgeCommand = (edgeId: string): SingleFlowCommand => ({
  type: 'removeEdge',
  edgeId: EdgeId.parse(edgeId),
});

/** The exit by which work goes on when all is well. */
export const mainOutput = (node: FlowNode): string => outputPorts(node)[0]?.name ?? 'out';

/**
 * Puts a node (already in the document, or added in the same batch) in the middle of an edge. Null when it takes no
 * input or the edge is gone.
 */
export function spliceCommands(doc: FlowDocument, edgeId: string, node: FlowNode): SingleFlowCommand[] | null {
  const edge = doc.edges.find((other) => other.id === edgeId);
  if (edge === undefined || inputPorts(node).length === 0) return null;
  if (edge.from.node === node.id || edge.to.node === node.id) return null;
  const without = { ...doc, edges: doc.edges.filter((other) => other !== edge) };
  const known = doc.nodes.some((other) => other.id === node.id);
  const present = known ? without : { ...without, nodes: [...without.nodes, node] };
  const into = { from: edge.from, to: { node: node.id, port: 'in' } };
  const onward = { from: { node: node.id, port: mainOutput(node) }, to: edge.to };
  if (connectionProblem(present, into) !== null || connectionProblem(present, onward) !== null) return null;
  return [removeEdgeCommand(edge.id), addEdgeCommand(into), addEdgeCommand(onward)];
}

/** Everything that stands below a place moves down, to make room for one more node and the gap behind it. */
export function makeRoom(
  doc: FlowDocument,
  at: Point,
  { downstreamOf, gap }: { downstreamOf: string; gap: number },
): SingleFlowCommand[] {
  const moved = new Set<string>();
  const open = [downstreamOf];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (moved.has(id)) continue;
    moved.add(id);
    for (const edge of doc.edges) if (edge.from.node === id) open.push(edge.to.node);
  }
  const shift = nodeHeight + gap - gridStep;
  const first = doc.nodes.find((node) => node.id === downstreamOf);
  if (first === undefined || first.position.y - at.y >= shift) return [];
  const moves = doc.nodes
    .filter((node) => moved.has(node.id) && node.position.y >= at.y - gridStep)
    .map((node) => ({ nodeId: node.id, position: { x: node.position.x, y: node.position.y + shift } }));
  return moves.length === 0 ? [] : [{ type: 'moveNodes', moves }];
}

/** Deletes nodes; with `reconnect`, what led to a node then leads to where its main exit led. */
export function deleteNodesCommands(
  doc: FlowDocument,
  ids: readonly string[],
  reconnect: boolean,
): SingleFlowCommand[] {
  const gone = new Set(ids);
  const commands: SingleFlowCommand[] = doc.nodes
    .filter((node) => gone.has(node.id))
    .map((node) => ({ type: 'removeNode', nodeId: node.id }));
  if (!reconnect) return commands;
  let after: FlowDocument = {
    ...doc,
    nodes: doc.nodes.filter((node) => !gone.has(node.id)),
    edges: doc.edges.filter((edge) => !gone.has(edge.from.node) && !gone.has(edge.to.node)),
  };
  for (const edge of doc.edges) {
    if (gone.has(edge.from.node) || !gone.has(edge.to.node)) continue;
    for (const heir of heirsOf(doc, edge.to.node, gone)) {
      const wanted = { from: edge.from, to: heir };
      if (connectionProblem(after, wanted) !== null) continue;
      const command = addEdgeCommand(wanted);
      if (command.type === 'addEdge') after = { ...after, edges: [...after.edges, command.edge] };
      commands.push(command);
    }
  }
  return commands;
}

/** Where the main exits of removed nodes lead to in the end. */
function heirsOf(doc: FlowDocument, nodeId: string, gone: ReadonlySet<string>): FlowEdge['to'][] {
  const node = doc.nodes.find((other) => other.id === nodeId);
  if (node === undefined) return [];
  const port = mainOutput(node);
  return doc.edges
    .filter((edge) => edge.from.node === nodeId && edge.from.port === port)
    .flatMap((edge) => (gone.has(edge.to.node) ? heirsOf(doc, edge.to.node, gone) : [edge.to]));
}

/** Drags an edge's end to another place: the old edge goes, the new one comes, as one step. */
export function reconnectCommands(doc: FlowDocument, edgeId: string, wanted: EdgeEnds): SingleFlowCommand[] | null {
  const edge = doc.edges.find((other) => other.id === edgeId);
  if (edge === undefined) return null;
  const unchanged =
    edge.from.node === wanted.from.node &&
    edge.from.port === wanted.from.port &&
    edge.to.node === wanted.to.node &&
    edge.to.port === wanted.to.port;
  if (unchanged || connectionProblem(doc, wanted, edge) !== null) return null;
  return [removeEdgeCommand(edge.id), addEdgeCommand(wanted)];
}
