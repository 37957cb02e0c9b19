import { useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import { useMapper } from '../mapper-context.ts';
import type { Drawn } from './canvas-link.ts';

/** A text that goes with the drawn lines. It may be another at every frame, so it is written by hand. `textOf` is the same function for ever. */
export function DrawnText({ textOf }: { readonly textOf: (drawn: Drawn) => string }) {
  const { link } = useMapper();
  const element = useRef<HTMLSpanElement>(null);
  useLayoutEffect(
    () =>
      link.onDrawn((drawn) => {
        const text = textOf(drawn);
        if (element.current !== null && element.current.textContent !== text) element.current.textContent = text;
      }),
    [link, textOf],
  );
  return <span ref={element} />;
}

/** Whether something holds of the drawn lines; renders when that changes. */
export function useDrawn(holds: (drawn: Drawn) => boolean): boolean {
  const { link } = useMapper();
  return useSyncExternalStore(link.onDrawn, () => link.last !== null && holds(link.last));
}
