// While a person moves the view, nothing in the drawing takes the pointer: it is one layer that is only shifted.
import type { Viewport } from '@xyflow/react';
import { useRef } from 'react';
import type { RefObject } from 'react';

/**
 * How many pixels the pointer may move between press and release of what is still a click. The browser also reports a move
 * where a resting pointer finds a changed page below it, and a hand trembles.
 */
export const clickReach = 4;

/**
 * Marks the canvas as `moving` once the pointer or the wheel has really moved the view: with the mark, a release would miss the
 * card that was pressed. A view that moves by itself keeps its cards in reach of the pointer, and a press stops it.
 */
export function useViewMotion(wrapper: RefObject<HTMLElement | null>, onRest: (viewport: Viewport) => void) {
  const start = useRef<Viewport | null>(null);
  return {
    onMoveStart: (_: unknown, viewport: Viewport): void => {
      start.current = viewport;
    },
    onMove: (by: unknown, viewport: Viewport): void => {
      if (by instanceof Event && isBeyondClick(start.current, viewport)) wrapper.current?.classList.add('moving');
    },
    onMoveEnd: (_: unknown, viewport: Viewport): void => {
      wrapper.current?.classList.remove('moving');
      onRest(viewport);
    },
  };
}

function isBeyondClick(from: Viewport | null, to: Viewport): boolean {
  if (from === null) return false;
  return from.zoom !== to.zoom || Math.hypot(to.x - from.x, to.y - from.y) > clickReach;
}
