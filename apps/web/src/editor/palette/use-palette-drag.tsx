// Dragging a step from the palette by pointer events: the same by mouse, pen and touch, with a ghost that follows.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { NamedIcon } from '../../ui/index.ts';
import { useEditor } from '../editor-context.ts';
import type { StepKind } from '../step-kinds.ts';
import { useAddStep } from '../use-add-step.ts';

/** Pixels before a press becomes a drag. */
const threshold = 4;

interface Held {
  readonly step: StepKind;
  readonly x: number;
  readonly y: number;
}

export interface PaletteDrag {
  readonly grab: (step: StepKind, event: React.PointerEvent) => void;
  readonly ghost: ReactNode;
}

export function usePaletteDrag(): PaletteDrag {
  const { canvas, mayEdit } = useEditor();
  const add = useAddStep();
  const [held, setHeld] = useState<Held | null>(null);
  const cleanUp = useRef<(() => void) | null>(null);
  useEffect(() => () => cleanUp.current?.(), []);

  const grab = useCallback(
    (step: StepKind, event: React.PointerEvent) => {
      if (event.button !== 0 || !mayEdit) return;
      const start = { x: event.clientX, y: event.clientY };
      let dragging = false;
      const stop = (): void => {
        window.removeEventListener('pointermove', move);
        window.removeEventListener('pointerup', drop);
        window.removeEventListener('pointercancel', stop);
        window.removeEventListener('keydown', escape, true);
        canvas.current?.lightDrop(null);
        setHeld(null);
        cleanUp.current = null;
      };
      const move = (moved: PointerEvent): void => {
        dragging ||= Math.hypot(moved.clientX - start.x, moved.clientY - start.y) > threshold;
        if (!dragging) return;
        setHeld({ step, x: moved.clientX, y: moved.clientY });
        canvas.current?.lightDrop(canvas.current.placeAt({ x: moved.clientX, y: moved.clientY })?.edgeId ?? null);
      };
      const drop = (up: PointerEvent): void => {
        const place = dragging ? canvas.current?.placeAt({ x: up.clientX, y: up.clientY }) : null;
        stop();
        if (dragging) swallowClick();
        if (place === null || place === undefined) return;
        add(step, { position: place.position, ...(place.edgeId === null ? {} : { edgeId: place.edgeId }) });
        canvas.current?.focus();
      };
      const escape = (pressed: KeyboardEvent): void => {
        if (pressed.key !== 'Escape') return;
        pressed.stopPropagation();
        stop();
      };
      window.addEventListener('pointermove', move);
      window.addEventListener('pointerup', drop);
      window.addEventListener('pointercancel', stop);
      window.addEventListener('keydown', escape, true);
      cleanUp.current = stop;
    },
    [add, canvas, mayEdit],
  );

  return { grab, ghost: held === null ? null : createPortal(<Ghost held={held} />, document.body) };
}

/** Let go over the row it came from, a drag would count as a click too. */
function swallowClick(): void {
  const swallow = (event: MouseEvent): void => event.stopPropagation();
  window.addEventListener('click', swallow, { capture: true, once: true });
  requestAnimationFrame(() => window.removeEventListener('click', swallow, { capture: true }));
}

function Ghost({ held }: { readonly held: Held }) {
  return (
    <div
      aria-hidden
      className="pointer-events-none fixed z-50 flex h-12 w-58 items-center gap-2 rounded-3 border border-accent bg-raised px-2 font-semibold shadow-3"
      style={{ left: held.x - 116, top: held.y - 24 }}
    >
      <span className="grid size-7 place-items-center rounded-2 bg-hover text-ink-2">
        <NamedIcon name={held.step.icon} size={16} />
      </span>
      <span className="truncate">{held.step.label}</span>
    </div>
  );
}
