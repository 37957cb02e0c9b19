// Wires as SVG path texts, grouped by look, made anew at every scroll. What would lie on itself is drawn once: lines that
// leave the view from one row share a stub, and stubs of one way share the trunk along the panel's edge. Very many stubs
// would hide everything: they are cut short then, and stand at their rows.
import { blockRows, rowCentre, shownRows } from './viewport.ts';
import type { Viewport } from './viewport.ts';
import { isWithin } from './wire-rows.ts';
import type { WireRows } from './wire-rows.ts';
import type { Wire, WireKind } from './wire.ts';

export type Emphasis = 'plain' | 'active' | 'faded' | 'hidden';

export interface Look {
  readonly kind: WireKind | 'stub';
  readonly emphasis: Exclude<Emphasis, 'hidden'>;
}

export interface PlacedWire {
  readonly wire: Wire;
  readonly y1: number;
  readonly y2: number;
}

/** Lines that end outside the view, by where. */
export interface Outside {
  readonly sourceAbove: number;
  readonly sourceBelow: number;
  readonly targetAbove: number;
  readonly targetBelow: number;
}

export interface Drawing {
  /** Path texts by `kind emphasis`, each a line of its own. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** Lines with both ends in view, in drawing order: what the pointer can meet. */
  readonly placed: readonly PlacedWire[];
  readonly outside: Outside;
  /** Short stubs, in the place of those that are not drawn; of rows around the view too. */
  readonly hooks: readonly Hook[];
}

export interface Hook {
  readonly side: 'source' | 'target';
  readonly row: number;
  /** Where the far end is. */
  readonly isAbove: boolean;
  readonly emphasis: Look['emphasis'];
}

/** With more of them at once, stubs are cut short. */
const mostStubs = 48;

/** Stubs run along the edge of the panel in which their far end is hidden. */
const trunk = 14;
/** Half of the distance between the two strokes of a loop. */
const gap = 1.75;

export const lookKey = ({ kind, emphasis }: Look): string => `${kind} ${emphasis}`;

export function drawWires(
  wires: WireRows,
  view: Viewport,
  emphasisOf: (wire: Wire) => Emphasis = () => 'plain',
): Drawing {
  const groups = new Map<string, string[]>();
  const placed: PlacedWire[] = [];
  const outside = { sourceAbove: 0, sourceBelow: 0, targetAbove: 0, targetBelow: 0 };
  const stubs = new Map<string, Stub>();
  const source = shownRows('source', view);
  const target = shownRows('target', view);
  for (const wire of wires.touching(source, target)) {
    const sourceIn = isWithin(wire.from, source);
    const targetIn = isWithin(wire.to, target);
    const emphasis = emphasisOf(wire);
    if (emphasis === 'hidden') continue;
    if (sourceIn && targetIn) {
      const y1 = rowCentre(wire.from, view.sourceScroll, view);
      const y2 = rowCentre(wire.to, view.targetScroll, view);
      placed.push({ wire, y1, y2 });
      addTo(groups, lookKey({ kind: wire.kind, emphasis }), pathsOf(wire.kind, y1, y2, view.width));
      continue;
    }
    const isAbove = sourceIn ? wire.to < target.first : wire.from < source.first;
    if (sourceIn) outside[isAbove ? 'targetAbove' : 'targetBelow'] += wire.count;
    else outside[isAbove ? 'sourceAbove' : 'sourceBelow'] += wire.count;
    const row = sourceIn ? wire.from : wire.to;
    const key = `${sourceIn ? 's' : 't'}${row}${isAbove ? 'a' : 'b'}${emphasis}`;
    if (stubs.has(key)) continue;
    const y = rowCentre(row, sourceIn ? view.sourceScroll : view.targetScroll, view);
    stubs.set(key, { side: sourceIn ? 'source' : 'target', isAbove, emphasis, y });
  }
  const isCrowded = stubs.size > mostStubs;
  const long = [...stubs.values()].filter(({ emphasis }) => !isCrowded || emphasis === 'active');
  addStubs(groups, long, view);
  return { groups, placed, outside, hooks: isCrowded ? hooksOf(wires, view, emphasisOf) : [] };
}

/**
 * A short stub at each end whose other end is out of view, one a row and way. Of the rows around the view too: so they stay
 * the same while their side scrolls. The active ones are drawn at their full length.
 */
function hooksOf(wires: WireRows, view: Viewport, emphasisOf: (wire: Wire) => Emphasis): Hook[] {
  const hooks = new Map<number, Hook>();
  for (const side of ['source', 'target'] as const) {
    const shown = shownRows(side === 'source' ? 'target' : 'source', view);
    for (const wire of wires.at(side, blockRows(side, view))) {
      const [row, far] = side === 'source' ? [wire.from, wire.to] : [wire.to, wire.from];
      if (isWithin(far, shown)) continue;
      const isAbove = far < shown.first;
      const emphasis = emphasisOf(wire);
      if (emphasis === 'hidden' || emphasis === 'active') continue;
      const key = row * 8 + (side === 'source' ? 4 : 0) + (isAbove ? 2 : 0) + (emphasis === 'faded' ? 1 : 0);
      if (!hooks.has(key)) hooks.set(key, { side, row, isAbove, emphasis });
    }
  }
  return [...hooks.values()];
}

function addTo(groups: Map<string, string[]>, look: string, paths: readonly string[]): void {
  const known = groups.get(look);
  if (known === undefined) groups.set(look, [...paths]);
  else known.push(...paths);
}

const round = (value: number): number => Math.round(value * 10) / 10;

function curve(y1: number, y2: number, width: number): string {
  const half = round(width / 2);
  return `M0 ${round(y1)}C${half} ${round(y1)} ${half} ${round(y2)} ${round(width)} ${round(y2)}`;
}

const pathsOf = (kind: WireKind, y1: number, y2: number, width: number): string[] =>
  kind === 'loop' ? [curve(y1 - gap, y2 - gap, width), curve(y1 + gap, y2 + gap, width)] : [curve(y1, y2, width)];

/** A line that leaves the view: from its end in view to the far panel's edge, and along it out of the view. */
interface Stub {
  /** Of the end in view. */
  readonly side: 'source' | 'target';
  readonly isAbove: boolean;
  readonly emphasis: Look['emphasis'];
  readonly y: number;
}

function addStubs(groups: Map<string, string[]>, stubs: Iterable<Stub>, { width, height }: Viewport): void {
  const trunks = new Map<string, { readonly look: string; readonly x: number; readonly end: number; from: number }>();
  for (const { side, isAbove, emphasis, y } of stubs) {
    const look = lookKey({ kind: 'stub', emphasis });
    const near = round(side === 'source' ? 0 : width);
    const x = round(side === 'source' ? width - trunk : trunk);
    const end = isAbove ? 0 : round(height);
    const bend = round(y + (isAbove ? -1 : 1) * Math.min(36, Math.abs(end - y)));
    const middle = round((near + x) / 2);
    addTo(groups, look, [`M${near} ${round(y)}C${middle} ${round(y)} ${x} ${round(y)} ${x} ${bend}`]);
    const key = `${side} ${isAbove} ${emphasis}`;
    const known = trunks.get(key);
    if (known === undefined) trunks.set(key, { look, x, end, from: bend });
    else known.from = isAbove ? Math.max(known.from, bend) : Math.min(known.from, bend);
  }
  for (const { look, x, end, from } of trunks.values()) if (from !== end) addTo(groups, look, [`M${x} ${end}V${from}`]);
}

/** Half the height of a label's pill: labels keep inside the view. */
const labelRoom = 10;

/** The point of a line where its label stands, on the curve at `t` of its way (0 at the source, 1 at the target). */
export function labelPoint(placed: PlacedWire, view: Viewport, t = 0.5): { x: number; y: number } {
  const y = placed.y1 + (placed.y2 - placed.y1) * easing(t);
  return { x: along(t) * view.width, y: Math.min(Math.max(y, labelRoom), view.height - labelRoom) };
}

/** x of the curve at `t`, of the width: its handles stand at the middle. */
const along = (t: number): number => 1.5 * t * (1 - t) ** 2 + 1.5 * t ** 2 * (1 - t) + t ** 3;
/** y of the curve at `t`, of the way from the one end to the other. */
const easing = (t: number): number => 3 * t ** 2 * (1 - t) + t ** 3;

/** The uppermost line within `reach` pixels of a point. All curves share their way in x, so `t` is found once. */
export function wireAt(drawing: Drawing, point: { x: number; y: number }, view: Viewport, reach = 5): Wire | undefined {
  if (view.width <= 0 || point.x < 0 || point.x > view.width) return undefined;
  const share = easing(timeAt(point.x / view.width));
  let best: Wire | undefined;
  let nearest = reach;
  for (const { wire, y1, y2 } of drawing.placed) {
    const distance = Math.abs(y1 + (y2 - y1) * share - point.y);
    if (distance <= nearest) {
      nearest = distance;
      best = wire;
    }
  }
  return best;
}

function timeAt(share: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 20; step += 1) {
    const middle = (low + high) / 2;
    if (along(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
