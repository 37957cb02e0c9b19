// React Flow's nodes and edges are a projection of the document: pure, and remembering, so that what did not change
// keeps its identity and is not drawn again.
import type { FlowDocument, FlowEdge, FlowNode, FlowNote } from '@patchbay/model/flow';
import { bodyPort, carriesRecords, outputPorts, partnersPort } from '@patchbay/model/flow';
import type { Edge, Node, NodeHandle } from '@xyflow/react';
import { Position } from '@xyflow/react';
import type { Catalogue } from '../catalogue.ts';
import { nodeIcon } from '../catalogue.ts';
import { conditionWords, nodeSummary } from '../node-summary.ts';
import { entersLeft, inputHandles, leftHandle, nodeHeight, nodeWidth, placedOutputs, portReach } from './geometry.ts';
import type { PlacedPort, Point } from './geometry.ts';
import type { EdgeOverlay, NodeOverlay, RunOverlay } from './run-overlay.ts';

export interface ProblemMark {
  readonly count: number;
  readonly severity: 'error' | 'warning';
}

export type StepNodeData = {
  readonly node: FlowNode;
  readonly icon: string;
  readonly summary: string;
  readonly outputs: readonly PlacedPort[];
  readonly overlay: NodeOverlay | null;
  readonly problem: ProblemMark | null;
  /** What keeps a trigger that is live from its work. */
  readonly trouble: string | null;
  readonly readOnly: boolean;
  /** Nothing follows its one way on. */
  readonly ends: boolean;
  /** A container whose body port leads nowhere. */
  readonly isEmpty: boolean;
};
export type NoteNodeData = { readonly note: FlowNote; readonly readOnly: boolean };
export type StepNode = Node<StepNodeData, 'step'>;
export type NoteNode = Node<NoteNodeData, 'note'>;
export type CanvasNode = StepNode | NoteNode;

export type StepEdgeData = {
  readonly label: string;
  /** Records go along it one after the other. */
  readonly records: boolean;
  readonly overlay: EdgeOverlay | null;
  readonly fromError: boolean;
  readonly readOnly: boolean;
};
export type CanvasEdge = Edge<StepEdgeData, 'step'>;

export interface ProjectionInput {
  readonly doc: FlowDocument;
  readonly catalogue: Catalogue;
  readonly selectedNodes: ReadonlySet<string>;
  readonly selectedEdges: ReadonlySet<string>;
  /** Where nodes stand while they are dragged. */
  readonly frames: ReadonlyMap<string, Point>;
  readonly problems: ReadonlyMap<string, ProblemMark>;
  readonly troubles: ReadonlyMap<string, string>;
  readonly overlay: RunOverlay | null;
  readonly readOnly: boolean;
}

type Remembered = { readonly inputs: readonly unknown[]; readonly result: unknown };

/** A projector keeps what it drew last; each canvas has one. */
export function createProjector(): (input: ProjectionInput) => { nodes: CanvasNode[]; edges: CanvasEdge[] } {
  const memory = new Map<string, Remembered>();
  const remember = <T>(key: string, inputs: readonly unknown[], make: () => T): T => {
    const known = memory.get(key);
    if (known !== undefined && known.inputs.every((input, index) => Object.is(input, inputs[index]))) {
      return known.result as T;
    }
    const result = make();
    memory.set(key, { inputs, result });
    return result;
  };
  return (input) => {
    const { doc, catalogue, frames, overlay, problems, troubles, readOnly } = input;
    const byId = new Map<string, FlowNode>(doc.nodes.map((node) => [node.id, node]));
    const ways = new Set(doc.edges.map((edge) => `${edge.from.node} ${edge.from.port}`));
    const steps = doc.nodes.map((node): CanvasNode => {
      const position = frames.get(node.id) ?? node.position;
      const mark = problems.get(node.id);
      const trouble = troubles.get(node.id) ?? null;
      const state = overlay?.nodes.get(node.id) ?? null;
      const ends = outputPorts(node).some((port) => port.name === 'out') && !ways.has(`${node.id} out`);
      const body = bodyPort(node);
      const isEmpty = body !== undefined && !ways.has(`${node.id} ${body}`);
      const data = remember(
        `data:${node.id}`,
        [
          node,
          catalogue,
          doc.slots,
          state?.status,
          state?.words,
          mark?.count,
          mark?.severity,
          trouble,
          readOnly,
          ends,
          isEmpty,
        ],
        () => stepData({ node, input, state, problem: mark ?? null, trouble, ends, isEmpty }),
      );
      const selected = input.selectedNodes.has(node.id);
      return remember(`node:${node.id}`, [data, position.x, position.y, selected], () =>
        stepNode(data, position, selected),
      );
    });
    const notes = doc.notes.map((note): CanvasNode => {
      const position = frames.get(note.id) ?? note.position;
      const selected = input.selectedNodes.has(note.id);
      return remember(`note:${note.id}`, [note, position.x, position.y, selected, readOnly], () =>
        noteNode(note, position, { selected, readOnly }),
      );
    });
    const edges = doc.edges.map((edge) => {
      const source = byId.get(edge.from.node);
      const state = overlay?.edges.get(edge.id) ?? null;
      const selected = input.selectedEdges.has(edge.id);
      const into = handleInto(edge, byId.get(edge.to.node));
      return remember(`edge:${edge.id}`, [edge, source, into, state?.state, state?.count, selected, readOnly], () =>
        stepEdge(edge, { source, into }, { state, selected, readOnly }),
      );
    });
    return { nodes: [...notes, ...steps], edges };
  };
}

function stepData(given: {
  node: FlowNode;
  input: ProjectionInput;
  state: NodeOverlay | null;
  problem: ProblemMark | null;
  trouble: string | null;
  ends: boolean;
  isEmpty: boolean;
}): StepNodeData {
  const { node, input, state, problem, trouble, ends, isEmpty } = given;
  return {
    node,
    icon: nodeIcon(node, input.catalogue),
    summary: state?.words ?? nodeSummary(node, input.catalogue, input.doc.slots),
    outputs: placedOutputs(node),
    overlay: state,
    problem,
    trouble,
    readOnly: input.readOnly,
    ends,
    isEmpty,
  };
}

/** The hit area around a port's place, as React Flow would measure it. */
const handle = (type: NodeHandle['type'], position: Position, given: { id: string; at: Point }): NodeHandle => ({
  id: given.id,
  type,
  position,
  x: given.at.x - portReach,
  y: given.at.y - portReach,
  width: portReach * 2,
  height: portReach * 2,
});

function handlesOf(data: StepNodeData): NodeHandle[] {
  const outputs = data.outputs.map((port) =>
    handle('source', port.side === 'right' ? Position.Right : Position.Bottom, { id: port.name, at: port.at }),
  );
  if (data.node.kind === 'trigger') return outputs;
  return [
    handle('target', Position.Top, { id: inputHandles.top, at: { x: nodeWidth / 2, y: 0 } }),
    handle('target', Position.Left, { id: leftHandle(data.node), at: { x: 0, y: nodeHeight / 2 } }),
    ...outputs,
  ];
}

function stepNode(data: StepNodeData, position: Point, selected: boolean): StepNode {
  return {
    id: data.node.id,
    type: 'step',
    position,
    data,
    selected,
    width: nodeWidth,
    height: nodeHeight,
    measured: { width: nodeWidth, height: nodeHeight },
    handles: handlesOf(data),
  };
}

function noteNode(note: FlowNote, position: Point, given: { selected: boolean; readOnly: boolean }): NoteNode {
  const { width, height } = note.size;
  return {
    id: note.id,
    type: 'note',
    position,
    data: { note, readOnly: given.readOnly },
    selected: given.selected,
    width,
    height,
    measured: { width, height },
    handles: [],
    zIndex: -1,
  };
}

/** The handle at which an edge ends. */
const handleInto = (edge: FlowEdge, target: FlowNode | undefined): string => {
  if (edge.to.port === partnersPort) return partnersPort;
  return entersLeft(edge, target) ? inputHandles.left : inputHandles.top;
};

function stepEdge(
  edge: FlowEdge,
  { source, into }: { source: FlowNode | undefined; into: string },
  given: { state: EdgeOverlay | null; selected: boolean; readOnly: boolean },
): CanvasEdge {
  return {
    id: edge.id,
    type: 'step',
    source: edge.from.node,
    sourceHandle: edge.from.port,
    target: edge.to.node,
    targetHandle: into,
    selected: given.selected,
    data: {
      label: edgeLabel(edge, source),
      records: source !== undefined && carriesRecords(source, edge),
      overlay: given.state,
      fromError: edge.from.port === 'error',
      readOnly: given.readOnly,
    },
  };
}

/** Edges of a branch say their condition in words, edges of partners that they are that; the plain way on says nothing. */
function edgeLabel(edge: FlowEdge, source: FlowNode | undefined): string {
  if (source === undefined) return '';
  if (edge.to.port === partnersPort) {
    const exit = outputPorts(source).find((port) => port.name === edge.from.port)?.label ?? '';
    return edge.from.port === 'out' || exit === '' ? 'partners' : `${exit}, as partners`;
  }
  if (source.kind === 'branch') {
    const branch = source.branches.find((candidate) => candidate.port === edge.from.port);
    if (branch === undefined) return 'otherwise';
    if (branch.label !== '') return branch.label;
    if (source.mode === 'switch') return branch.values?.join(', ') || branch.port;
    return conditionWords(branch.condition) || branch.port;
  }
  return outputPorts(source).find((port) => port.name === edge.from.port)?.label ?? '';
}
