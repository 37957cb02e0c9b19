import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { PointerEvent } from 'react';
import { useTheme } from '../../ui/index.ts';
import { watchPress } from '../drag/pointer-drag.ts';
import { useMapper, useMapperData, useMapperState } from '../mapper-context.ts';
import type { Hover } from '../mapper.store.ts';
import type { SourceNode, TargetNode } from '../rows/tree-node.ts';
import type { SideRows } from '../rows/use-side-rows.ts';
import { rowHeights, rowsHeight, rowsPad } from './canvas-link.ts';
import { sourceDots, targetDots } from './dot-looks.ts';
import { drawWires, wireAt } from './drawing.ts';
import type { Drawing } from './drawing.ts';
import { activeRows, drawEdge, EdgePainter } from './edges.ts';
import { emphasisOf } from './emphasis.ts';
import type { Attention } from './emphasis.ts';
import { labelPlaces } from './label-places.ts';
import { LineLabels, labelId } from './line-labels.tsx';
import { nearestOutside, scrollToRow } from './nearest-outside.ts';
import { noneOutside, OutsideBadges } from './outside-badges.tsx';
import { linesPainter } from './painter.ts';
import type { Painter } from './painter.ts';
import { relationsOf } from './relations.ts';
import { rowCentre } from './viewport.ts';
import type { Viewport } from './viewport.ts';
import { WireRows } from './wire-rows.ts';
import { wiresOf } from './wire.ts';
import type { Wire } from './wire.ts';

interface LinesLayerProps {
  readonly source: SideRows<SourceNode>;
  readonly target: SideRows<TargetNode>;
}

const noDrawing: Drawing = {
  groups: new Map(),
  placed: [],
  outside: noneOutside,
  hooks: [],
};

/** The lines between the trees. React renders them never: scrolling, hovering and dragging draw them by hand. */
export function LinesLayer({ source, target }: LinesLayerProps) {
  const mapper = useMapper();
  const { store, link, host } = mapper;
  const data = useMapperData();
  const suggestions = useMapperState((state) => state.suggestions);
  const density = useMapperState((state) => state.density);
  const wires = useMemo(
    () => wiresOf(relationsOf(data, suggestions), { sourceEnd: source.endOf, targetEnd: target.endOf }),
    [data, suggestions, source.endOf, target.endOf],
  );
  const byRow = useMemo(() => new WireRows(wires), [wires]);
  const dots = useMemo(
    () => ({ source: sourceDots(source, wires), target: targetDots(target, wires, data) }),
    [source, target, wires, data],
  );
  const layer = useRef<HTMLDivElement>(null);
  // Kept, not asked for at every drawing: to ask while the rows change lays the page out once more.
  const size = useRef({ width: 0, height: 0 });
  const svg = useRef<SVGSVGElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const drag = useRef<SVGPathElement>(null);
  const sourceEdge = useRef<HTMLDivElement>(null);
  const targetEdge = useRef<HTMLDivElement>(null);
  const painter = useRef<Painter | null>(null);
  const edges = useRef<{ readonly source: EdgePainter; readonly target: EdgePainter } | null>(null);
  const last = useRef<{ drawing: Drawing; view: Viewport }>({ drawing: noDrawing, view: emptyView });
  const labels = useRef(new Map<string, HTMLElement>());
  const [labelled, setLabelled] = useState<readonly Wire[]>([]);
  const shownLabels = useRef(labelled);
  const theme = useTheme();

  const draw = useCallback(() => {
    const host = layer.current;
    if (host === null || painter.current === null || edges.current === null) return;
    const state = store.getState();
    const tops = link.scrollTops();
    const view: Viewport = {
      ...size.current,
      rowHeight: rowHeights[state.density],
      pad: rowsPad,
      sourceScroll: tops.source,
      targetScroll: tops.target,
    };
    const attention = attentionOf(state, { source, target, byRow });
    const active: Wire[] = [];
    const drawing = drawWires(byRow, view, (wire) => {
      const emphasis = emphasisOf(wire, attention);
      if (emphasis === 'active') active.push(wire);
      return emphasis;
    });
    const rows = activeRows(active);
    for (const row of attention.selectedTargets) rows.target.add(row);
    painter.current.paint(drawing);
    for (const side of ['source', 'target'] as const) {
      const edge = { lookOf: dots[side], active: rows[side] };
      const height = rowsHeight((side === 'source' ? source : target).rows.length, view.rowHeight);
      edges.current[side].paint(drawEdge(edge, drawing.hooks, { side, view }), { scroll: tops[side], height });
    }
    last.current = { drawing, view };
    placeLabels(drawing, view, labels.current);
    const next = labelledWires(drawing);
    // React is told only when it has something to do.
    if (!isSameList(shownLabels.current, next)) {
      shownLabels.current = next;
      setLabelled(next);
    }
    drawDrag(drag.current, { state, view, link, source, target, host });
    link.drawn({
      below: {
        source: rowsBelow(source.rows.length, view.sourceScroll, view),
        target: rowsBelow(target.rows.length, view.targetScroll, view),
      },
      outside: drawing.outside,
    });
  }, [store, link, byRow, dots, source, target]);

  useLayoutEffect(() => {
    if (svg.current === null || canvas.current === null) return;
    painter.current = linesPainter(svg.current, canvas.current);
    return () => {
      for (const group of svg.current?.querySelectorAll('[data-layer]') ?? []) group.replaceChildren();
    };
    // What is painted has the colours of one theme.
  }, [theme]);

  useLayoutEffect(() => {
    if (sourceEdge.current === null || targetEdge.current === null) return;
    edges.current = { source: new EdgePainter(sourceEdge.current), target: new EdgePainter(targetEdge.current) };
  }, []);

  useLayoutEffect(() => {
    link.draw = draw;
    // Before the next paint, and once: nothing is laid out twice.
    link.redraw();
    return () => {
      link.draw = () => undefined;
    };
  }, [draw, link, theme]);
  useEffect(() => store.subscribe(link.redraw), [store, link]);

  useEffect(() => {
    const host = layer.current;
    if (host === null) return;
    const resized = new ResizeObserver(() => {
      size.current = { width: host.clientWidth, height: host.clientHeight };
      sizeCanvas(canvas.current, size.current);
      link.draw();
    });
    resized.observe(host);
    return () => resized.disconnect();
  }, [link]);

  // Labels that were just rendered have no place yet.
  useLayoutEffect(() => placeLabels(last.current.drawing, last.current.view, labels.current), [labelled]);

  const at = ({ clientX, clientY }: Pick<PointerEvent, 'clientX' | 'clientY'>): Wire | undefined => {
    const box = layer.current?.getBoundingClientRect();
    if (box === undefined) return undefined;
    const { drawing, view } = last.current;
    return wireAt(drawing, { x: clientX - box.left, y: clientY - box.top }, view);
  };
  useLayoutEffect(() => {
    link.lineAt = (clientX, clientY) => at({ clientX, clientY });
    link.goOutside = (way) => {
      const { view } = last.current;
      const attention = attentionOf(store.getState(), { source, target, byRow });
      const row = nearestOutside(byRow, view, way, (wire) => emphasisOf(wire, attention) !== 'hidden');
      if (row === undefined) return;
      link.scrollers[way.side]?.scrollTo({
        top: scrollToRow(row, view, way),
        behavior: calm() ? 'auto' : 'smooth',
      });
    };
  });
  const isHovering = useMapperState((state) => state.hover !== null && 'line' in state.hover);
  return (
    <div
      ref={layer}
      className="mapper-lines"
      data-density={density}
      data-hover={isHovering || undefined}
      aria-hidden
      onPointerMove={(event) => {
        if (store.getState().carried !== null) return;
        const wire = at(event);
        const hover = store.getState().hover;
        const same = hover !== null && 'line' in hover ? hover.line : null;
        if (wire?.source === same?.source && wire?.target === same?.target) return;
        store
          .getState()
          .show({ hover: wire === undefined ? null : { line: { source: wire.source, target: wire.target } } });
      }}
      onPointerDown={(event) => {
        const wire = at(event);
        const box = layer.current?.getBoundingClientRect();
        if (wire === undefined || box === undefined || event.button !== 0 || !host().mayEdit) return;
        // The nearer end moves, the other stays.
        const isSourceEnd = event.clientX - box.left < box.width / 2;
        const line = { source: wire.source, target: wire.target };
        const carried = isSourceEnd
          ? ({ side: 'target', key: wire.target, by: 'pointer', line } as const)
          : ({ side: 'source', key: wire.source, by: 'pointer', line } as const);
        watchPress(mapper, { carried, x: event.clientX, y: event.clientY, pointerId: event.pointerId });
      }}
      onPointerLeave={() => store.getState().show({ hover: null })}
      onClick={(event) => {
        const wire = at(event);
        store.getState().selectLine(wire === undefined ? null : { source: wire.source, target: wire.target });
      }}
    >
      <canvas ref={canvas} hidden />
      <svg ref={svg}>
        <g data-layer="stubs" />
        <g data-layer="lines" />
        <g data-layer="active" />
        <path ref={drag} className="dragged" />
      </svg>
      {/* Scrolled by hand alone: the focus has no business there. */}
      <div ref={sourceEdge} className="edge source" tabIndex={-1} />
      <div ref={targetEdge} className="edge target" tabIndex={-1} />
      <LineLabels wires={labelled} elements={labels.current} />
      <OutsideBadges />
    </div>
  );
}

const calm = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Counted, not measured: reading the layout while it scrolls would make it twice. */
const rowsBelow = (rows: number, scroll: number, { height, rowHeight, pad }: Viewport): number =>
  Math.max(0, Math.floor((pad + rows * rowHeight - scroll - height) / rowHeight + 0.5));

const emptyView: Viewport = { width: 0, height: 0, rowHeight: 24, pad: rowsPad, sourceScroll: 0, targetScroll: 0 };

function attentionOf(
  state: ReturnType<ReturnType<typeof useMapper>['store']['getState']>,
  { source, target, byRow }: LinesLayerProps & { readonly byRow: WireRows },
): Attention {
  const hover = state.carried === null ? state.hover : null;
  return {
    selectedTargets: new Set(state.selected.map(target.rowOfKey).filter((row) => row >= 0)),
    selectedSource: state.selectedSource === null ? -1 : source.rowOfKey(state.selectedSource),
    selectedLine: state.selectedLine,
    ...hovered(hover, { source, target, byRow }),
    focusMode: state.focusMode,
  };
}

/** A row without lines brings none out, and so makes none step back. */
function hovered(
  hover: Hover,
  { source, target, byRow }: LinesLayerProps & { readonly byRow: WireRows },
): Pick<Attention, 'hover' | 'hoverRow'> {
  if (hover === null || 'line' in hover) return { hover, hoverRow: -1 };
  const hoverRow = (hover.side === 'source' ? source : target).rowOfKey(hover.key);
  return byRow.hasAt(hover.side, hoverRow) ? { hover, hoverRow } : { hover: null, hoverRow: -1 };
}

function placeLabels({ placed }: Drawing, view: Viewport, elements: ReadonlyMap<string, HTMLElement>): void {
  if (elements.size === 0) return;
  for (const { placed: at, x, y } of labelPlaces(placed, view)) {
    const element = elements.get(labelId(at.wire));
    if (element === undefined) continue;
    element.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px) translate(-50%, -50%)`;
  }
}

const labelledWires = ({ placed }: Drawing): readonly Wire[] =>
  placed.filter(({ wire }) => wire.label !== undefined).map(({ wire }) => wire);

const isSameList = <Item,>(one: readonly Item[], other: readonly Item[]): boolean =>
  one.length === other.length && one.every((item, at) => item === other[at]);

function sizeCanvas(
  canvas: HTMLCanvasElement | null,
  { width, height }: { readonly width: number; readonly height: number },
): void {
  if (canvas === null) return;
  canvas.width = width * window.devicePixelRatio;
  canvas.height = height * window.devicePixelRatio;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
}

/** The line from the row that is carried to the pointer. */
function drawDrag(
  path: SVGPathElement | null,
  given: {
    readonly state: ReturnType<ReturnType<typeof useMapper>['store']['getState']>;
    readonly view: Viewport;
    readonly link: ReturnType<typeof useMapper>['link'];
    readonly source: SideRows<SourceNode>;
    readonly target: SideRows<TargetNode>;
    readonly host: HTMLElement;
  },
): void {
  const { state, view, link, source, target, host } = given;
  const { carried } = state;
  if (path === null) return;
  if (carried === null || link.pointer === null || carried.by !== 'pointer') {
    // An attribute that is set counts as changed, and is laid out and painted.
    if (path.hasAttribute('d')) path.removeAttribute('d');
    return;
  }
  const isSource = carried.side === 'source';
  const row = (isSource ? source : target).rowOfKey(carried.key);
  const y = rowCentre(row, isSource ? view.sourceScroll : view.targetScroll, view);
  const box = host.getBoundingClientRect();
  const x = isSource ? 0 : view.width;
  const [px, py] = [link.pointer.x - box.left, link.pointer.y - box.top];
  const middle = (x + px) / 2;
  path.setAttribute('d', row < 0 ? '' : `M${x} ${y}C${middle} ${y} ${middle} ${py} ${px} ${py}`);
}
