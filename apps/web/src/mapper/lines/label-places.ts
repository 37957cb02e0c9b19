// Where the words on lines stand: each at one of a few places along its line, the first at which it covers no other.
import { labelPoint } from './drawing.ts';
import type { PlacedWire } from './drawing.ts';
import type { Viewport } from './viewport.ts';

export interface LabelPlace {
  readonly placed: PlacedWire;
  readonly x: number;
  readonly y: number;
}

/** Shares of the way from the source to the target. */
const times = [0.5, 0.38, 0.62, 0.3, 0.7] as const;
/** A label is as high as this, with the room around it. */
const labelHeight = 20;
/** Among more of them there is no free place left to look for. */
const mostApart = 100;

/** Of lines with a label, in their order. Neighbours begin at different places, so that few have to give way. */
export function labelPlaces(placed: readonly PlacedWire[], view: Viewport): LabelPlace[] {
  const found: LabelPlace[] = [];
  for (const one of placed) {
    if (one.wire.label === undefined) continue;
    const first = (one.wire.to + one.wire.from) % times.length;
    const places = times.map((_, at) => ({
      placed: one,
      ...labelPoint(one, view, times[(first + at) % times.length]),
    }));
    const free =
      found.length > mostApart ? undefined : places.find((place) => !found.some((other) => covers(place, other)));
    const place = free ?? places[0];
    if (place !== undefined) found.push(place);
  }
  return found;
}

const covers = (one: LabelPlace, other: LabelPlace): boolean =>
  Math.abs(one.y - other.y) < labelHeight &&
  Math.abs(one.x - other.x) < (roughWidth(one.placed) + roughWidth(other.placed)) / 2;

/** Not measured: that would have the page laid out while it scrolls. */
const roughWidth = ({ wire }: PlacedWire): number =>
  16 + 6.5 * (wire.label?.length ?? 0) + (wire.kind === 'loop' ? 15 : 0);
