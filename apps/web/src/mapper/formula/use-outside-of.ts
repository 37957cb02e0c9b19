import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** Where one may press, go and search without leaving a formula: fields are taken from there. */
const belongs = '.mapper-panel.source, [role=menu], [role=listbox][aria-label=Completions]';

/** Told when something else than a formula, and what gives it fields, is pressed or takes the focus. */
export function useOutsideOf(host: RefObject<HTMLElement | null>, leave: () => void): void {
  const latest = useRef(leave);
  useEffect(() => {
    latest.current = leave;
  });
  useEffect(() => {
    const look = ({ target }: Event): void => {
      if (!(target instanceof Element)) return;
      if (host.current?.contains(target) === true || target.closest(belongs) !== null) return;
      latest.current();
    };
    // On its way down: what is pressed sees the rule as it was left.
    document.addEventListener('pointerdown', look, { capture: true });
    document.addEventListener('focusin', look, { capture: true });
    return () => {
      document.removeEventListener('pointerdown', look, { capture: true });
      document.removeEventListener('focusin', look, { capture: true });
    };
  }, [host]);
}
