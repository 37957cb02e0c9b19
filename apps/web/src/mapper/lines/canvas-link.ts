// What ties the two trees and the lines between them without React: scrolling redraws lines, nothing is rendered.
import type { LineId, Side } from '../mapper.store.ts';
import type { Outside } from './drawing.ts';
import type { OutsideWay } from './nearest-outside.ts';

/** What is out of view as the lines are drawn. */
export interface Drawn {
  /** Rows below the view, at each side. */
  readonly below: Readonly<Record<Side, number>>;
  readonly outside: Outside;
}

export interface CanvasLink {
  readonly scrollers: Record<Side, HTMLElement | null>;
  /** Draws the lines again at the next frame: the same function for ever, whoever holds it. */
  readonly redraw: () => void;
  /** A tree was scrolled by nothing but its scroller: the lines follow, and where the trees stand is not measured again. */
  readonly scrolled: (side: Side, top: number) => void;
  /** How far the trees are scrolled, for the drawing of this frame. */
  readonly scrollTops: () => Readonly<Record<Side, number>>;
  /** How they are drawn now. */
  draw: () => void;
  /** The last drawing; null before the first. */
  readonly last: Drawn | null;
  /** Told of the last drawing at once and of later ones soon, until the handed-back function is called. */
  readonly onDrawn: (look: (drawn: Drawn) => void) => () => void;
  readonly drawn: (drawn: Drawn) => void;
  /** The line at a point of the page. */
  lineAt: (x: number, y: number) => LineId | undefined;
  /** Brings the nearest row that way, at which a line ends, into view. */
  goOutside: (way: OutsideWay) => void;
  /** Moves the words beside the pointer to where it is now. */
  moveHint: () => void;
  /** The end of a line that follows the pointer, in the page's pixels; null when none does. */
  pointer: { readonly x: number; readonly y: number } | null;
}

/** Milliseconds between two tellings. Words that are others at every frame are read by nobody, and have the page laid out. */
const tellEvery = 120;

export function createCanvasLink(): CanvasLink {
  const lookers = new Set<(drawn: Drawn) => void>();
  let last: Drawn | null = null;
  let frame = 0;
  let told: Drawn | null = null;
  let isQuiet = false;
  const tell = (): void => {
    if (isQuiet || last === null || last === told) return;
    told = last;
    for (const look of lookers) look(last);
    isQuiet = true;
    setTimeout(() => {
      isQuiet = false;
      tell();
    }, tellEvery);
  };
  const tops: Record<Side, number> = { source: 0, target: 0 };
  let mustMeasure = true;
  const request = (): void => {
    if (frame !== 0) return;
    frame = requestAnimationFrame(() => {
      frame = 0;
      link.draw();
    });
  };
  const link: CanvasLink = {
    scrollers: { source: null, target: null },
    redraw: () => {
      mustMeasure = true;
      request();
    },
    scrolled: (side, top) => {
      tops[side] = top;
      request();
    },
    scrollTops: () => {
      if (mustMeasure) {
        mustMeasure = false;
        for (const side of ['source', 'target'] as const) tops[side] = link.scrollers[side]?.scrollTop ?? 0;
      }
      return tops;
    },
    draw: () => undefined,
    get last() {
      return last;
    },
    onDrawn: (look) => {
      lookers.add(look);
      if (last !== null) look(last);
      return () => lookers.delete(look);
    },
    drawn: (drawn) => {
      last = drawn;
      tell();
    },
    lineAt: () => undefined,
    goOutside: () => undefined,
    moveHint: () => undefined,
    pointer: null,
  };
  return link;
}

/** Above the first row, in pixels. */
export const rowsPad = 4;
export const rowHeights = { compact: 20, normal: 24, wide: 28 } as const;

/** All of a tree's rows with what is left free around them, in pixels: one row more, for the last one to stand clear. */
export const rowsHeight = (rows: number, rowHeight: number): number => 2 * rowsPad + (rows + 1) * rowHeight;
