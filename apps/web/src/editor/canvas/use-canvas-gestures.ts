// What the pointer does on the canvas. React Flow's reports are interpreted by pure functions; here they meet the store.
import type { FlowDocument } from '@patchbay/model/flow';
import { useReactFlow } from '@xyflow/react';
import type { Connection, FinalConnectionState, ReactFlowProps } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { copyText, pasteCommands } from '../clipboard.ts';
import { batchOf, emptySelection } from '../editor.store.ts';
import type { Selection } from '../editor.store.ts';
import { newNodeId } from '../new-id.ts';
import { takenAlong } from './body-moves.ts';
import { pathEdges } from './canvas-context.ts';
import type { LightStore } from './canvas-context.ts';
import { connectionProblem, landingPort } from './connection-rules.ts';
import type { FlowCanvasProps } from './flow-canvas.tsx';
import { gridStep, nodeHeight, nodeWidth, snapped } from './geometry.ts';
import type { Point } from './geometry.ts';
import { edgeUnder, endsOf, interpretEdgeChanges, interpretNodeChanges } from './interpretation.ts';
import { edgeSegments } from './segments.ts';
import type { CanvasEdge, CanvasNode } from './projection.ts';
import { addEdgeCommand, reconnectCommands, spliceCommands } from './splice.ts';
import type { EdgeEnds } from './splice.ts';

/** What others may ask of a mounted canvas. */
export interface CanvasHandle {
  readonly focus: () => void;
  readonly reveal: (nodeId: string) => void;
  readonly zoom: (to: 'in' | 'out' | 'whole' | 'fit' | 'selection') => void;
  /** The middle of what is seen, in the canvas's own pixels. */
  readonly middle: () => Point;
  readonly addNote: () => void;
  readonly toScreen: (point: Point) => Point;
  /** The place under a point of the screen, and the edge there; null when the point is not over the canvas. */
  readonly placeAt: (client: Point) => { position: Point; edgeId: string | null } | null;
  /** Lights the edge that something dragged over the canvas would be put into. */
  readonly lightDrop: (edgeId: string | null) => void;
}

interface GestureInput extends FlowCanvasProps {
  readonly selection: Selection;
  readonly light: LightStore;
  readonly frames: ReadonlyMap<string, Point>;
  readonly setFrames: (frames: ReadonlyMap<string, Point>) => void;
  readonly wrapper: RefObject<HTMLDivElement | null>;
}

const noFrames: ReadonlyMap<string, Point> = new Map();
const fitOptions = { padding: 0.12, maxZoom: 1, duration: 150 };

export function useCanvasGestures(input: GestureInput) {
  const flow = useReactFlow<CanvasNode, CanvasEdge>();
  // Handlers read the latest props through a ref, so that React Flow is given the same functions on every frame.
  const latest = useRef(input);
  latest.current = input;
  const [connecting, setConnecting] = useState(false);
  const altDrag = useRef(false);

  const handle = useMemo<CanvasHandle>(() => makeHandle(flow, latest), [flow]);
  const { handleRef } = input;
  useEffect(() => {
    if (handleRef === undefined) return;
    handleRef.current = handle;
    return () => {
      handleRef.current = null;
    };
  }, [handleRef, handle]);

  const onDoubleClick = useCallback(
    (event: React.MouseEvent) => {
      const { editing } = latest.current;
      if (editing === undefined || !(event.target as HTMLElement).classList.contains('react-flow__pane')) return;
      editing.openPicker({ position: flow.screenToFlowPosition({ x: event.clientX, y: event.clientY }) });
    },
    [flow],
  );

  const flowProps = useMemo((): Partial<ReactFlowProps<CanvasNode, CanvasEdge>> => {
    // React Flow reports nodes and edges of one gesture in turn: the second report builds on the first.
    const select = (selection: Selection): void => {
      latest.current = { ...latest.current, selection };
      latest.current.onSelect?.(selection);
    };
    return {
      onNodesChange: (changes) => {
        const { doc, selection, frames, setFrames, editing } = latest.current;
        const read = interpretNodeChanges(changes, { doc, selection, frames });
        if (read.selection !== null) select(read.selection);
        if (editing === undefined) return;
        if (read.frames.size > 0 || frames.size > 0) {
          latest.current = { ...latest.current, frames: read.frames };
          setFrames(read.frames);
        }
        if (altDrag.current && read.commands.length > 0) return;
        const command = batchOf(read.commands);
        if (command !== null) editing.edit(command);
      },
      onEdgesChange: (changes) => {
        const selection = interpretEdgeChanges(changes, latest.current.selection);
        if (selection !== null) select(selection);
      },
      onNodeClick: (_, node) => {
        if (node.type === 'step') latest.current.onOpen?.(node.id, 'pointer');
      },
      onPaneClick: () => latest.current.onSelect?.({}),
      onNodeMouseEnter: (_, node) => latest.current.light.setState({ lit: pathEdges(latest.current.doc, node.id) }),
      onNodeMouseLeave: () => latest.current.light.setState({ lit: new Set() }),
      ...edgeHover(latest),
      onNodeDragStart: (event) => {
        altDrag.current = 'altKey' in event && event.altKey;
      },
      onNodeDrag: (_, node, dragged) => {
        const edgeId = dragged.length === 1 ? spliceTarget(latest.current.doc, node) : null;
        latest.current.light.setState({ dropEdge: edgeId });
      },
      onNodeDragStop: (_, node, dragged) => {
        latest.current.light.setState({ dropEdge: null });
        if (altDrag.current) {
          altDrag.current = false;
          latest.current.setFrames(noFrames);
          duplicateTo(latest.current, node.position, node.id);
        } else if (dragged.length === 1) spliceDropped(latest.current, node);
      },
      isValidConnection: (connection) =>
        connectionProblem(latest.current.doc, endsOf(asConnection(connection))) === null,
      onConnectStart: () => setConnecting(true),
      onConnect: (connection) => connect(latest.current, endsOf(connection)),
      onConnectEnd: (event, state) => {
        setConnecting(false);
        connectionDropped({ input: latest.current, event, state, toFlow: flow.screenToFlowPosition });
      },
      onReconnect: (edge, connection) => {
        const { doc, editing } = latest.current;
        const command = batchOf(reconnectCommands(doc, edge.id, endsOf(connection)) ?? []);
        if (command !== null) editing?.edit(command);
      },
    };
  }, [flow]);

  return { flowProps, connecting, handle, onDoubleClick };
}

const asConnection = (given: Connection | CanvasEdge): Connection => ({
  source: given.source,
  target: given.target,
  sourceHandle: given.sourceHandle ?? null,
  targetHandle: given.targetHandle ?? null,
});

function edgeHover(latest: RefObject<GestureInput>): Partial<ReactFlowProps<CanvasNode, CanvasEdge>> {
  let leaving: ReturnType<typeof setTimeout> | undefined;
  return {
    onEdgeMouseEnter: (_, edge) => {
      clearTimeout(leaving);
      latest.current.light.setState({ hoveredEdge: edge.id });
    },
    // The “+” lies over the edge: time for the pointer to reach it.
    onEdgeMouseLeave: (_, edge) => {
      leaving = setTimeout(() => {
        const { light, wrapper } = latest.current;
        const onButton = wrapper.current?.querySelector('.add-here:hover') !== null;
        if (!onButton && light.getState().hoveredEdge === edge.id) light.setState({ hoveredEdge: null });
      }, 250);
    },
  };
}

function connect({ doc, editing }: GestureInput, ends: EdgeEnds): void {
  if (connectionProblem(doc, ends) === null) editing?.edit(addEdgeCommand(ends));
}

/** Dropped on a node's body: connects to it. Dropped on nothing: the picker opens there, tied to where the drag began. */
function connectionDropped(given: {
  input: GestureInput;
  event: MouseEvent | TouchEvent;
  state: FinalConnectionState;
  toFlow: (client: Point) => Point;
}): void {
  const { input, event, state, toFlow } = given;
  const from = state.fromHandle;
  if (state.isValid === true || from === null || from.type !== 'source' || input.editing === undefined) return;
  const touch = 'changedTouches' in event ? event.changedTouches[0] : event;
  if (touch === undefined) return;
  const client = { x: touch.clientX, y: touch.clientY };
  const under = document.elementFromPoint(client.x, client.y);
  const nodeId = under?.closest('.react-flow__node')?.getAttribute('data-id');
  const port = from.id ?? 'out';
  if (nodeId !== null && nodeId !== undefined) {
    if (nodeId === from.nodeId) return;
    const source = { node: from.nodeId, port };
    const to = { node: nodeId, port: landingPort(input.doc, source, nodeId) };
    input.editing.edit(addEdgeCommand({ from: source, to }));
    return;
  }
  if (under?.closest('[data-canvas]') === null || under === null) return;
  input.editing.openPicker({ position: toFlow(client), after: { nodeId: from.nodeId, port } });
}

/** The edge that an unconnected node is held over. */
function spliceTarget(doc: FlowDocument, node: Pick<CanvasNode, 'id' | 'position'>): string | null {
  if (doc.edges.some((edge) => edge.from.node === node.id || edge.to.node === node.id)) return null;
  const middle = { x: node.position.x + nodeWidth / 2, y: node.position.y + nodeHeight / 2 };
  return edgeUnder(middle, edgeSegments(doc));
}

function spliceDropped({ doc, editing }: GestureInput, node: CanvasNode): void {
  const edgeId = spliceTarget(doc, node);
  const step = doc.nodes.find((candidate) => candidate.id === node.id);
  if (edgeId === null || step === undefined) return;
  const command = batchOf(spliceCommands(doc, edgeId, step) ?? []);
  if (command !== null) editing?.edit(command);
}

function duplicateTo({ doc, selection, editing }: GestureInput, position: Point, nodeId: string): void {
  const moved = doc.nodes.find((node) => node.id === nodeId) ?? doc.notes.find((note) => note.id === nodeId);
  if (moved === undefined || editing === undefined) return;
  const chosen =
    selection.nodes.includes(nodeId) || selection.notes.includes(nodeId)
      ? selection
      : { ...emptySelection, nodes: [nodeId] };
  const shift = { x: position.x - moved.position.x, y: position.y - moved.position.y };
  const nodes = [...chosen.nodes, ...takenAlong(doc, new Set(chosen.nodes)).keys()];
  const pasted = pasteCommands(doc, copyText(doc, { ...chosen, nodes }), shift);
  const command = batchOf(pasted?.commands ?? []);
  if (command !== null)
    editing.edit(command, { select: { nodes: pasted?.nodeIds ?? [], notes: pasted?.noteIds ?? [] } });
}

function makeHandle(
  flow: ReturnType<typeof useReactFlow<CanvasNode, CanvasEdge>>,
  latest: RefObject<GestureInput>,
): CanvasHandle {
  const middle = (): Point => {
    const box = latest.current.wrapper.current?.getBoundingClientRect();
    if (box === undefined) return { x: 0, y: 0 };
    return flow.screenToFlowPosition({ x: box.left + box.width / 2, y: box.top + box.height / 2 });
  };
  return {
    focus: () => latest.current.wrapper.current?.focus({ preventScroll: true }),
    middle,
    toScreen: (point) => flow.flowToScreenPosition(point),
    reveal: (nodeId) => {
      const node = latest.current.doc.nodes.find((candidate) => candidate.id === nodeId);
      const box = latest.current.wrapper.current?.getBoundingClientRect();
      if (node === undefined || box === undefined) return;
      const corner = flow.flowToScreenPosition(node.position);
      const end = flow.flowToScreenPosition({ x: node.position.x + nodeWidth, y: node.position.y + nodeHeight });
      const seen = corner.x >= box.left && corner.y >= box.top && end.x <= box.right && end.y <= box.bottom;
      if (seen) return;
      const centre = { x: node.position.x + nodeWidth / 2, y: node.position.y + nodeHeight / 2 };
      void flow.setCenter(centre.x, centre.y, { zoom: Math.max(0.5, flow.getZoom()), duration: 150 });
    },
    zoom: (to) => {
      const { nodes, notes } = latest.current.selection;
      if (to === 'in') void flow.zoomIn({ duration: 80 });
      else if (to === 'out') void flow.zoomOut({ duration: 80 });
      else if (to === 'whole') void flow.zoomTo(1, { duration: 80 });
      else if (to === 'selection' && nodes.length + notes.length > 0) {
        void flow.fitView({ ...fitOptions, nodes: [...nodes, ...notes].map((id) => ({ id })) });
      } else {
        // After the render that a tidy causes, so that the new places are fitted.
        requestAnimationFrame(() => void flow.fitView(fitOptions));
      }
    },
    addNote: () => {
      const { editing, light } = latest.current;
      const { x, y } = middle();
      const id = newNodeId();
      const note = {
        id,
        text: '',
        position: snapped({ x: x - 80, y: y - 40 }),
        size: { width: 20 * gridStep, height: 10 * gridStep },
      };
      if (editing?.edit({ type: 'putNote', note }, { select: { notes: [id] } }) === true)
        light.setState({ editedNote: id });
    },
    placeAt: (client) => {
      const under = document.elementFromPoint(client.x, client.y);
      if (under === null || under.closest('[data-canvas]') !== latest.current.wrapper.current) return null;
      const position = flow.screenToFlowPosition(client);
      return { position, edgeId: edgeUnder(position, edgeSegments(latest.current.doc)) };
    },
    lightDrop: (edgeId) => latest.current.light.setState({ dropEdge: edgeId }),
  };
}
