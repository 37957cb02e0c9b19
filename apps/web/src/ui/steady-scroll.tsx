import { type ReactNode, useLayoutEffect, useRef } from 'react';

interface SteadyScrollProps {
  readonly className: string;
  readonly children: ReactNode;
}

interface Anchor {
  readonly row: Element;
  /** Below the upper edge of what is shown, in pixels. */
  readonly top: number;
}

/**
 * A table that scrolls: the row in the middle stays where it is while others come and go above it. At the very top nothing is held, so that
 * new rows are seen. Browsers do this for text, and leave the rows of tables out.
 */
export function SteadyScroll({ className, children }: SteadyScrollProps) {
  const box = useRef<HTMLDivElement>(null);
  const anchor = useRef<Anchor>(undefined);
  const note = (): void => {
    const { current } = box;
    if (current === null) return;
    anchor.current = current.scrollTop === 0 ? undefined : (middleRow(current) ?? anchor.current);
  };
  useLayoutEffect(() => {
    const { current } = box;
    const held = anchor.current;
    if (current === null) return;
    if (held?.row.isConnected === true) current.scrollTop += topOf(held.row, current) - held.top;
    note();
  });
  return (
    <div ref={box} onScroll={note} className={className} style={{ overflowAnchor: 'none' }}>
      {children}
    </div>
  );
}

const topOf = (row: Element, box: Element): number => row.getBoundingClientRect().top - box.getBoundingClientRect().top;

/** Undefined where something else stands before it. */
function middleRow(box: Element): Anchor | undefined {
  const { left, top, width, height } = box.getBoundingClientRect();
  const row = document.elementFromPoint(left + width / 2, top + height / 2)?.closest('tr');
  return row !== null && row !== undefined && box.contains(row) ? { row, top: topOf(row, box) } : undefined;
}
