import { Ban, Link2 } from 'lucide-react';
import { useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { useMapper, useMapperData, useMapperState } from '../mapper-context.ts';

/** Beside the pointer, or below the row with the focus: what is carried, and what letting it go here would do. */
export function DragHint() {
  const { link } = useMapper();
  const carried = useMapperState((state) => state.carried);
  const over = useMapperState((state) => state.over);
  const { sourceNodes, sourceAt, targetNodes, targetAt } = useMapperData();
  const hint = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    link.moveHint = () => {
      const at = carried?.by === 'keyboard' ? belowFocus() : link.pointer;
      if (hint.current === null || at === null) return;
      const width = hint.current.offsetWidth;
      const x = Math.min(at.x + 14, window.innerWidth - width - 8);
      hint.current.style.transform = `translate(${x}px, ${at.y + 16}px)`;
    };
    link.moveHint();
    // The row gets the focus, and comes into view, a moment later.
    const frame =
      carried?.by === 'keyboard' ? requestAnimationFrame(() => requestAnimationFrame(() => link.moveHint())) : 0;
    return () => {
      cancelAnimationFrame(frame);
      link.moveHint = () => undefined;
    };
  }, [link, carried, over]);
  if (carried === null) return null;
  const node =
    carried.side === 'source'
      ? sourceNodes[sourceAt.get(carried.key) ?? -1]
      : targetNodes[targetAt.get(carried.key) ?? -1];
  return createPortal(
    <div ref={hint} className="mapper-hint" data-refused={over?.isRefused || undefined}>
      {over === null ? (
        <>
          <b>{node?.name}</b>
          {carried.by === 'keyboard' ? <span>Arrows or letters choose, Enter maps, Esc puts back</span> : null}
        </>
      ) : (
        <>
          {over.isRefused ? <Ban size={12} aria-hidden /> : <Link2 size={12} aria-hidden />}
          <span>{over.words}</span>
        </>
      )}
    </div>,
    document.body,
  );
}

/** The left of the names of the row with the focus, at its middle. */
function belowFocus(): { x: number; y: number } | null {
  const row = document.activeElement?.closest('[role=treeitem]') ?? null;
  if (row === null) return null;
  const { left, top } = row.getBoundingClientRect();
  return { x: left + 60, y: top + row.clientHeight - 10 };
}
