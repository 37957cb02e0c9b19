import { useInsertionEffect, useRef } from 'react';

/** Whoever opened the dialog gets the focus back when it closes, unless the way out led to something that asked for it. */
export function useFocusBack(open: boolean) {
  const before = useRef<Element | null>(null);
  const asked = useRef<Element | null>(null);
  // Before fields of the dialog take the focus.
  useInsertionEffect(() => {
    if (!open) return;
    before.current = document.activeElement;
    asked.current = null;
  }, [open]);
  return {
    /** While the dialog is still there it keeps the focus to itself: who asks is remembered. */
    onAsked: (event: Event): void => {
      if (event.target instanceof Element) asked.current = event.target;
    },
    onClosed: (event: Event): void => {
      const has = document.activeElement;
      const isTaken =
        has !== null && has !== document.body && !(event.target instanceof Node && event.target.contains(has));
      const next = asked.current?.isConnected === true ? asked.current : isTaken ? has : before.current;
      if (!(next instanceof HTMLElement) || next === document.body || !document.contains(next)) return;
      event.preventDefault();
      next.focus({ preventScroll: true });
    },
  };
}
