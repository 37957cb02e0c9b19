// Where a line that leaves the view ends: the row that a click on its badge brings into view.
import type { Side } from '../mapper.store.ts';
import { scrollOf, shownRows } from './viewport.ts';
import type { Viewport } from './viewport.ts';
import { isWithin } from './wire-rows.ts';
import type { WireRows } from './wire-rows.ts';
import type { Wire } from './wire.ts';

export interface OutsideWay {
  readonly side: Side;
  readonly way: 'above' | 'below';
}

/** The row nearest to the view at which a shown line ends, whose other end is in view; undefined where none does. */
export function nearestOutside(
  wires: WireRows,
  view: Viewport,
  { side, way }: OutsideWay,
  isShown: (wire: Wire) => boolean = () => true,
): number | undefined {
  const other: Side = side === 'source' ? 'target' : 'source';
  const here = shownRows(side, view);
  let nearest: number | undefined;
  for (const wire of wires.at(other, shownRows(other, view))) {
    const row = side === 'source' ? wire.from : wire.to;
    if (row < 0 || isWithin(row, here) || row < here.first !== (way === 'above')) continue;
    if (nearest !== undefined && (way === 'above' ? row <= nearest : row >= nearest)) continue;
    if (isShown(wire)) nearest = row;
  }
  return nearest;
}

/** How far its side is scrolled once the row stands at the edge of the view, with one more beyond it. */
export function scrollToRow(row: number, view: Viewport, { side, way }: OutsideWay): number {
  const { height, rowHeight, pad } = view;
  const top = way === 'above' ? pad + (row - 1) * rowHeight : pad + (row + 2) * rowHeight - height;
  return way === 'above' ? Math.min(top, scrollOf(side, view)) : Math.max(top, scrollOf(side, view));
}
