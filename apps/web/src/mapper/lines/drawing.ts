// Wires as SVG path texts, grouped by look: a handful of paths for any number of lines, made anew at every scroll.
import type { Wire, WireKind } from './wire.ts';

export interface Viewport {
  readonly width: number;
  readonly height: number;
  readonly rowHeight: number;
  /** Above the first row. */
  readonly pad: number;
  readonly sourceScroll: number;
  readonly targetScroll: number;
}

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
  /** Path texts by `kind emphasis`. */
  readonly groups: ReadonlyMap<string, string>;
  /** Lines with both ends in view, in drawing order: what the pointer can meet. */
  readonly placed: readonly PlacedWire[];
  readonly outside: Outside;
}

/** Stubs run along the edge of the panel in which their far end is hidden. */
const trunk = 14;
/** Half of the distance between the two strokes of a loop. */
const gap = 1.75;

export const rowCentre = (row: number, scroll: number, { rowHeight, pad }: Viewport): number =>
  pad + (row + 0.5) * rowHeight - scroll;

export const lookKey = ({ kind, emphasis }: Look): string => `${kind} ${emphasis}`;

export function drawWires(
  wires: readonly Wire[],
  view: Viewport,
  emphasisOf: (wire: Wire) => Emphasis = () => 'plain',
): Drawing {
  const groups = new Map<string, string>();
  const placed: PlacedWire[] = [];
  const outside = { sourceAbove: 0, sourceBelow: 0, targetAbove: 0, targetBelow: 0 };
  const add = (kind: Look['kind'], emphasis: Look['emphasis'], path: string): void => {
    const key = `${kind} ${emphasis}`;
    groups.set(key, (groups.get(key) ?? '') + path);
  };
  for (const wire of wires) {
    const emphasis = emphasisOf(wire);
    if (emphasis === 'hidden') continue;
    const y1 = rowCentre(wire.from, view.sourceScroll, view);
    const y2 = rowCentre(wire.to, view.targetScroll, view);
    const sourceIn = y1 >= 0 && y1 <= view.height;
    const targetIn = y2 >= 0 && y2 <= view.height;
    if (sourceIn && targetIn) {
      placed.push({ wire, y1, y2 });
      add(wire.kind, emphasis, pathOf(wire.kind, y1, y2, view.width));
    } else if (sourceIn || targetIn) {
      const far = sourceIn ? y2 : y1;
      if (sourceIn) outside[far < 0 ? 'targetAbove' : 'targetBelow'] += wire.count;
      else outside[far < 0 ? 'sourceAbove' : 'sourceBelow'] += wire.count;
      add('stub', emphasis, stubOf(sourceIn ? 'source' : 'target', sourceIn ? y1 : y2, far < 0, view));
    }
  }
  return { groups, placed, outside };
}

const round = (value: number): number => Math.round(value * 10) / 10;

function curve(y1: number, y2: number, width: number): string {
  const half = round(width / 2);
  return `M0 ${round(y1)}C${half} ${round(y1)} ${half} ${round(y2)} ${round(width)} ${round(y2)}`;
}

const pathOf = (kind: WireKind, y1: number, y2: number, width: number): string =>
  kind === 'loop' ? curve(y1 - gap, y2 - gap, width) + curve(y1 + gap, y2 + gap, width) : curve(y1, y2, width);

/** From the end in view to the far panel's edge, and along it out of the view. */
function stubOf(side: 'source' | 'target', y: number, isAbove: boolean, { width, height }: Viewport): string {
  const near = side === 'source' ? 0 : width;
  const far = side === 'source' ? width - trunk : trunk;
  const way = isAbove ? -1 : 1;
  const bend = y + way * Math.min(36, Math.abs((isAbove ? 0 : height) - y));
  const middle = round((near + far) / 2);
  const end = isAbove ? 0 : height;
  return `M${round(near)} ${round(y)}C${middle} ${round(y)} ${round(far)} ${round(y)} ${round(far)} ${round(bend)}L${round(far)} ${round(end)}`;
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
