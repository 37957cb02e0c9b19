// What React Flow reports, read as edits of the document: pure, so that a gesture can be tested without a browser.
import { NodeId } from '@patchbay/model/flow';
import type { FlowDocument, SingleFlowCommand } from '@patchbay/model/flow';
import type { Connection, EdgeChange, NodeChange } from '@xyflow/react';
import type { Selection } from '../editor.store.ts';
import { takenAlong, withBodies } from './body-moves.ts';
import { inputHandles } from './geometry.ts';
import type { Point } from './geometry.ts';
import type { EdgeEnds } from './splice.ts';

export interface InterpretedNodes {
  /** Where things stand now, while a drag lasts. */
  readonly frames: ReadonlyMap<string, Point>;
  /** The end of a drag is one edit. */
  readonly commands: readonly SingleFlowCommand[];
  readonly selection: Selection | null;
}

export interface InterpretationInput {
  readonly doc: FlowDocument;
  readonly selection: Selection;
  readonly frames: ReadonlyMap<string, Point>;
}

export function interpretNodeChanges(changes: readonly NodeChange[], input: InterpretationInput): InterpretedNodes {
  const held = new Map<string, Point>();
  const dropped = new Map<string, Point>();
  for (const change of changes) {
    if (change.type !== 'position' || change.position === undefined) continue;
    (change.dragging === true ? held : dropped).set(change.id, change.position);
  }
  const landed = withBodies(input.doc, dropped);
  const frames = new Map([...input.frames, ...withBodies(input.doc, held)]);
  for (const id of landed.keys()) frames.delete(id);
  return { frames, commands: moveCommands(landed, input.doc), selection: nodeSelection(changes, input) };
}

/** Moves of nodes are one command; notes, which have no move of their own, are put anew. Nothing moved: no command. */
function moveCommands(landed: ReadonlyMap<string, Point>, doc: FlowDocument): SingleFlowCommand[] {
  const differs = (before: Point, after: Point): boolean => before.x !== after.x || before.y !== after.y;
  const moves = doc.nodes.flatMap((node) => {
    const position = landed.get(node.id);
    return position !== undefined && differs(node.position, position)
      ? [{ nodeId: node.id, position: { ...position } }]
      : [];
  });
  const notes = doc.notes.flatMap((note): SingleFlowCommand[] => {
    const position = landed.get(note.id);
    if (position === undefined || !differs(note.position, position)) return [];
    return [{ type: 'putNote', note: { ...note, position: { ...position } } }];
  });
  return [...(moves.length === 0 ? [] : [{ type: 'moveNodes' as const, moves }]), ...notes];
}

function nodeSelection(changes: readonly NodeChange[], { doc, selection }: InterpretationInput): Selection | null {
  const marks = changes.flatMap((change) => (change.type === 'select' ? [change] : []));
  if (marks.length === 0) return null;
  const nodes = new Set(selection.nodes);
  const notes = new Set(selection.notes);
  const isNote = new Set<string>(doc.notes.map((note) => note.id));
  for (const mark of marks) {
    const set = isNote.has(mark.id) ? notes : nodes;
    if (mark.selected) set.add(mark.id);
    else set.delete(mark.id);
  }
  return { nodes: [...nodes], edges: selection.edges, notes: [...notes] };
}

export function interpretEdgeChanges(changes: readonly EdgeChange[], selection: Selection): Selection | null {
  const marks = changes.flatMap((change) => (change.type === 'select' ? [change] : []));
  if (marks.length === 0) return null;
  const edges = new Set(selection.edges);
  for (const mark of marks) {
    if (mark.selected) edges.add(mark.id);
    else edges.delete(mark.id);
  }
  return { ...selection, edges: [...edges] };
}

/** Both drawings of the input are the one port `in`. */
export function endsOf(connection: Pick<Connection, 'source' | 'target' | 'sourceHandle' | 'targetHandle'>): EdgeEnds {
  const port = connection.targetHandle;
  return {
    from: { node: connection.source, port: connection.sourceHandle ?? 'out' },
    to: {
      node: connection.target,
      port: port === inputHandles.left || port === null || port === undefined ? 'in' : port,
    },
  };
}

export interface Segment {
  readonly edgeId: string;
  readonly from: Point;
  readonly to: Point;
}

/** The edge that a dropped node covers, if its middle lies within `reach` of it (edges taken as straight). */
export function edgeUnder(point: Point, segments: readonly Segment[], reach = 24): string | null {
  let best: { edgeId: string; distance: number } | null = null;
  for (const { edgeId, from, to } of segments) {
    const distance = distanceTo(point, from, to);
    if (distance <= reach && (best === null || distance < best.distance)) best = { edgeId, distance };
  }
  return best?.edgeId ?? null;
}

function distanceTo(point: Point, from: Point, to: Point): number {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const length = dx * dx + dy * dy;
  const along =
    length === 0 ? 0 : Math.max(0, Math.min(1, ((point.x - from.x) * dx + (point.y - from.y) * dy) / length));
  return Math.hypot(point.x - from.x - along * dx, point.y - from.y - along * dy);
}

/** Moves by keyboard: the selection goes by one step, with the bodies of its containers, as one edit. */
export function nudgeCommand(doc: FlowDocument, ids: readonly string[], by: Point): SingleFlowCommand | null {
  const wanted = new Set(ids);
  const along = takenAlong(doc, wanted);
  const moves = doc.nodes
    .filter((node) => wanted.has(node.id) || along.has(node.id))
    .map((node) => ({
      nodeId: NodeId.parse(node.id),
      position: { x: node.position.x + by.x, y: node.position.y + by.y },
    }));
  return moves.length === 0 ? null : { type: 'moveNodes', moves };
}
