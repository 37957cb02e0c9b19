// What of the two trees is in view: which rows, and where they stand.
import type { Side } from '../mapper.store.ts';

export interface Viewport {
  readonly width: number;
  readonly height: number;
  readonly rowHeight: number;
  /** Above the first row. */
  readonly pad: number;
  readonly sourceScroll: number;
  readonly targetScroll: number;
}

/** From one row to another, both among them. */
export interface Rows {
  readonly first: number;
  readonly last: number;
}

export const scrollOf = (side: Side, view: Viewport): number =>
  side === 'source' ? view.sourceScroll : view.targetScroll;

export const rowCentre = (row: number, scroll: number, { rowHeight, pad }: Viewport): number =>
  pad + (row + 0.5) * rowHeight - scroll;

/** The rows whose middle is in view. */
export function shownRows(side: Side, view: Viewport): Rows {
  const { height, rowHeight, pad } = view;
  const scroll = scrollOf(side, view);
  return {
    first: Math.ceil((scroll - pad) / rowHeight - 0.5),
    last: Math.floor((scroll + height - pad) / rowHeight - 0.5),
  };
}

/** What stands at the rows' ends is drawn anew after so many rows. */
const block = 16;

/** The rows in view with some around them: the same ones while less than a block is scrolled. */
export function blockRows(side: Side, view: Viewport): Rows {
  const { height, rowHeight, pad } = view;
  const scroll = scrollOf(side, view);
  return {
    first: Math.max(0, (Math.floor((scroll - pad) / rowHeight / block) - 1) * block),
    last: (Math.ceil((scroll + height) / rowHeight / block) + 1) * block,
  };
}
