import { useLayoutEffect, useRef } from 'react';
import type { ReactNode, RefObject } from 'react';
import { createPortal } from 'react-dom';

const gap = 4;

interface FieldFloatProps {
  readonly field: RefObject<HTMLElement | null>;
  readonly children: ReactNode;
}

/** Floats below a field, or above it where there is no room below, and follows it when something is scrolled. */
export function FieldFloat({ field, children }: FieldFloatProps) {
  const float = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const place = (): void => {
      if (field.current !== null && float.current !== null) placeAt(float.current, field.current);
    };
    place();
    const size = new ResizeObserver(place);
    for (const element of [field.current, float.current]) if (element !== null) size.observe(element);
    window.addEventListener('scroll', place, { capture: true, passive: true });
    window.addEventListener('resize', place);
    return () => {
      size.disconnect();
      window.removeEventListener('scroll', place, { capture: true });
      window.removeEventListener('resize', place);
    };
  }, [field]);
  // What is only read lets the pointer through; a press on what can be chosen leaves the field its focus.
  return createPortal(
    <div
      ref={float}
      className="pointer-events-none fixed z-50 flex max-h-[50vh] max-w-110 flex-col gap-1"
      onPointerDown={(event) => event.preventDefault()}
    >
      {children}
    </div>,
    document.body,
  );
}

/** What floats first stands next to the field, above it too. */
function placeAt({ style, offsetHeight, offsetWidth }: HTMLElement, field: HTMLElement): void {
  const box = field.getBoundingClientRect();
  const below = box.bottom + gap;
  const isAbove = below + offsetHeight > window.innerHeight && box.top > window.innerHeight - box.bottom;
  style.minWidth = `${Math.min(box.width, 320)}px`;
  style.left = `${Math.max(gap, Math.min(box.left, window.innerWidth - offsetWidth - gap))}px`;
  style.top = isAbove ? '' : `${below}px`;
  style.bottom = isAbove ? `${window.innerHeight - box.top + gap}px` : '';
  style.flexDirection = isAbove ? 'column-reverse' : 'column';
}
