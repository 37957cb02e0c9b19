import '@xyflow/react/dist/base.css';
import './canvas.css';
import type { FlowDocument } from '@patchbay/model/flow';
import { Background, BackgroundVariant, ReactFlow, ReactFlowProvider, SelectionMode } from '@xyflow/react';
import type { Viewport } from '@xyflow/react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode, RefObject } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { kindWords } from '../catalogue.ts';
import type { Catalogue } from '../catalogue.ts';
import { emptySelection } from '../editor.store.ts';
import type { Selection } from '../editor.store.ts';
import { BodyFrameLayer } from './body-frame-layer.tsx';
import { CanvasContext, createLight } from './canvas-context.ts';
import type { CanvasEditing } from './canvas-context.ts';
import { CanvasTools } from './canvas-tools.tsx';
import { gridStep } from './geometry.ts';
import type { Point } from './geometry.ts';
import { NoteCard } from './note-card.tsx';
import { Overview } from './overview.tsx';
import { createProjector } from './projection.ts';
import type { ProblemMark } from './projection.ts';
import type { RunOverlay } from './run-overlay.ts';
import { StepCard } from './step-card.tsx';
import { StepEdge } from './step-edge.tsx';
import { useCanvasGestures } from './use-canvas-gestures.ts';
import type { CanvasHandle } from './use-canvas-gestures.ts';
import { useCanvasKeys } from './use-canvas-keys.ts';
import { clickReach, useViewMotion } from './use-view-motion.ts';

export interface FlowCanvasProps {
  readonly doc: FlowDocument;
  readonly catalogue: Catalogue;
  readonly selection?: Selection;
  readonly onSelect?: (selection: Partial<Selection>) => void;
  /** Without it the canvas only shows: nothing can be moved, connected or deleted. */
  readonly editing?: CanvasEditing;
  /** A click or Enter that means "show me this one". */
  readonly onOpen?: (nodeId: string, by: 'pointer' | 'key') => void;
  readonly onRename?: (nodeId: string) => void;
  readonly problems?: ReadonlyMap<string, ProblemMark>;
  /** What keeps triggers that are live from their work, by node. */
  readonly troubles?: ReadonlyMap<string, string>;
  readonly overlay?: RunOverlay | null;
  /** Said beside the names of bodies, by container. */
  readonly bodyWords?: ReadonlyMap<string, string>;
  /** The view is remembered per person under this name; without one it is fitted each time. */
  readonly viewName?: string;
  readonly handleRef?: RefObject<CanvasHandle | null>;
  readonly label?: string;
  /** Floating parts over the canvas: tools at the top right, the empty state. */
  readonly children?: ReactNode;
  readonly tools?: ReactNode;
}

const nodeTypes = { step: StepCard, note: NoteCard };
const edgeTypes = { step: StepEdge };
/** An empty canvas is not fitted later: the first node stays where it was dropped. */
const plainView: Viewport = { x: 0, y: 0, zoom: 1 };
const noProblems: ReadonlyMap<string, ProblemMark> = new Map();
const noTroubles: ReadonlyMap<string, string> = new Map();
const snapGrid: [number, number] = [gridStep, gridStep];
const fitOptions = { padding: 0.12, maxZoom: 1 };

export function FlowCanvas(props: FlowCanvasProps) {
  return (
    <ReactFlowProvider>
      <CanvasSurface {...props} />
    </ReactFlowProvider>
  );
}

function CanvasSurface(props: FlowCanvasProps) {
  const {
    doc,
    catalogue,
    selection = emptySelection,
    editing,
    overlay = null,
    problems = noProblems,
    troubles = noTroubles,
    viewName,
  } = props;
  const readOnly = editing === undefined;
  const [light] = useState(createLight);
  const [project] = useState(createProjector);
  const [frames, setFrames] = useState<ReadonlyMap<string, Point>>(new Map());
  const [marquee, setMarquee] = useState(false);
  const wrapper = useRef<HTMLDivElement>(null);
  const [startView] = useState(() => rememberedView(viewName) ?? (doc.nodes.length === 0 ? plainView : null));
  const shared = useMemo(() => ({ editing: editing ?? null, light }), [editing, light]);
  const selectedNodes = useMemo(() => new Set([...selection.nodes, ...selection.notes]), [selection]);
  const selectedEdges = useMemo(() => new Set(selection.edges), [selection]);
  const { nodes, edges } = useMemo(
    () => project({ doc, catalogue, selectedNodes, selectedEdges, frames, problems, troubles, overlay, readOnly }),
    [project, doc, catalogue, selectedNodes, selectedEdges, frames, problems, troubles, overlay, readOnly],
  );
  const gestures = useCanvasGestures({ ...props, selection, light, frames, setFrames, wrapper });
  const chosen = selection.nodes.length === 1 ? (selection.nodes[0] ?? null) : null;
  useEffect(() => light.setState({ chosen }), [light, chosen]);
  const motion = useViewMotion(wrapper, (viewport) => rememberView(viewName, viewport));
  const keys = useCanvasKeys({ ...props, selection, light, handle: gestures.handle });
  return (
    <CanvasContext value={shared}>
      <div
        ref={wrapper}
        className={classNames('flow-canvas', !readOnly && 'editable', gestures.connecting && 'connecting')}
        role="application"
        aria-label={props.label ?? 'Flow canvas'}
        aria-roledescription="flow canvas"
        tabIndex={0}
        data-canvas
        onPointerDownCapture={focusCanvas}
        onDoubleClick={gestures.onDoubleClick}
        {...keys}
      >
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          {...gestures.flowProps}
          nodesDraggable={!readOnly}
          nodesConnectable={!readOnly}
          edgesReconnectable={!readOnly}
          nodesFocusable={false}
          edgesFocusable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          snapToGrid
          snapGrid={snapGrid}
          onlyRenderVisibleElements
          elevateNodesOnSelect={false}
          panOnScroll
          panOnDrag={marquee ? [1, 2] : true}
          paneClickDistance={clickReach}
          nodeClickDistance={clickReach}
          selectionOnDrag={marquee}
          selectionMode={SelectionMode.Partial}
          zoomOnDoubleClick={false}
          connectionRadius={28}
          minZoom={0.1}
          maxZoom={2}
          {...(startView === null ? { fitView: true, fitViewOptions: fitOptions } : { defaultViewport: startView })}
          {...motion}
          proOptions={{ hideAttribution: true }}
        >
          <BodyFrameLayer doc={doc} frames={frames} words={props.bodyWords} />
          <Background variant={BackgroundVariant.Dots} gap={16} size={1.5} />
          <Overview doc={doc} />
          <CanvasTools
            editing={editing}
            doc={doc}
            selection={selection}
            marquee={marquee}
            onMarquee={setMarquee}
            onAddNote={gestures.handle.addNote}
          >
            {props.tools}
          </CanvasTools>
        </ReactFlow>
        {props.children}
        <LiveWords doc={doc} selection={selection} />
      </div>
    </CanvasContext>
  );
}

/** React Flow keeps the pointer's events from giving the focus: without it no key would arrive. */
function focusCanvas(event: React.PointerEvent<HTMLDivElement>): void {
  const target = event.target as HTMLElement;
  if (target.closest('input, textarea, button, select, [contenteditable], .nokey') !== null) return;
  event.currentTarget.focus({ preventScroll: true });
}

/** Says to those who hear the page what the arrow keys have reached. */
function LiveWords({ doc, selection }: { readonly doc: FlowDocument; readonly selection: Selection }) {
  const [id, ...others] = selection.nodes;
  const node = doc.nodes.find((candidate) => candidate.id === id);
  const leads = doc.edges
    .filter((edge) => edge.from.node === id)
    .flatMap((edge) => doc.nodes.find((candidate) => candidate.id === edge.to.node)?.label ?? []);
  const words =
    node === undefined
      ? ''
      : others.length > 0
        ? `${others.length + 1} steps selected`
        : `${node.label}, ${kindWords[node.kind]}, ${leads.length === 0 ? 'leads nowhere' : `leads to ${leads.join(', ')}`}`;
  return (
    <div className="sr-only" aria-live="polite">
      {words}
    </div>
  );
}

const viewKey = (name: string): string => `patchbay.view.${name}`;

function rememberedView(name: string | undefined): Viewport | null {
  if (name === undefined) return null;
  try {
    const value: unknown = JSON.parse(localStorage.getItem(viewKey(name)) ?? 'null');
    if (typeof value !== 'object' || value === null) return null;
    const { x, y, zoom } = value as Partial<Viewport>;
    return typeof x === 'number' && typeof y === 'number' && typeof zoom === 'number' ? { x, y, zoom } : null;
  } catch {
    return null; // Storage is forbidden or holds something else: fit instead.
  }
}

function rememberView(name: string | undefined, viewport: Viewport): void {
  if (name === undefined) return;
  try {
    localStorage.setItem(viewKey(name), JSON.stringify(viewport));
  } catch {
    // Storage is full or forbidden: the view is fitted next time.
  }
}
