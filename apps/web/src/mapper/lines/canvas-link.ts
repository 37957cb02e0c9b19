// What ties the two trees and the lines between them without React: scrolling redraws lines, nothing is rendered.
import type { Side } from '../mapper.store.ts';

export interface CanvasLink {
  readonly scrollers: Record<Side, HTMLElement | null>;
  /** Draws the lines again at the next frame. */
  redraw: () => void;
  /** Moves the words beside the pointer to where it is now. */
  moveHint: () => void;
  /** The end of a line that follows the pointer, in the page's pixels; null when none does. */
  pointer: { readonly x: number; readonly y: number } | null;
}

export const createCanvasLink = (): CanvasLink => ({
  scrollers: { source: null, target: null },
  redraw: () => undefined,
  moveHint: () => undefined,
  pointer: null,
});

/** Above the first row, in pixels. */
export const rowsPad = 4;
export const rowHeights = { compact: 20, normal: 24, wide: 28 } as const;
