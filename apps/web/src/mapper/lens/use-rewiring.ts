// A box's output is carried to a slot of another box: by pointer, with the slot under it lit.
import { useEffect, useRef, useState } from 'react';

export interface Rewiring {
  /** The box whose output is under way. */
  readonly from: string | null;
  /** The slot under the pointer. */
  readonly over: string | null;
  readonly begin: (from: string) => void;
}

export function useRewiring(drop: (slot: string, node: string) => void): Rewiring {
  const [state, setState] = useState<{ from: string | null; over: string | null }>({ from: null, over: null });
  const latest = useRef(drop);
  useEffect(() => {
    latest.current = drop;
  });
  const { from } = state;
  useEffect(() => {
    if (from === null) return;
    const slotAt = (event: PointerEvent): string | null => {
      const element = document.elementFromPoint(event.clientX, event.clientY);
      return element?.closest<HTMLElement>('[data-lens-slot]')?.dataset['lensSlot'] ?? null;
    };
    const move = (event: PointerEvent): void => setState({ from, over: slotAt(event) });
    const end = (event: PointerEvent): void => {
      const slot = slotAt(event);
      setState({ from: null, over: null });
      if (slot !== null && slot !== from) latest.current(slot, from);
    };
    const cancel = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') setState({ from: null, over: null });
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', end);
    window.addEventListener('keydown', cancel);
    return () => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', end);
      window.removeEventListener('keydown', cancel);
    };
  }, [from]);
  return { ...state, begin: (node) => setState({ from: node, over: null }) };
}
