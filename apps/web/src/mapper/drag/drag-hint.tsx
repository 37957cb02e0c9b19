import { Ban, Link2 } from 'lucide-react';
import { useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { useMapper, useMapperData, useMapperState } from '../mapper-context.ts';

/** Beside the pointer: what is carried, and what letting it go here would do. */
export function DragHint() {
  const { link } = useMapper();
  const carried = useMapperState((state) => state.carried);
  const over = useMapperState((state) => state.over);
  const { sourceNodes, sourceAt, targetNodes, targetAt } = useMapperData();
  const hint = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    link.moveHint = () => {
      const { pointer } = link;
      if (hint.current === null || pointer === null) return;
      const width = hint.current.offsetWidth;
      const x = Math.min(pointer.x + 14, window.innerWidth - width - 8);
      hint.current.style.transform = `translate(${x}px, ${pointer.y + 16}px)`;
    };
    link.moveHint();
    return () => {
      link.moveHint = () => undefined;
    };
  }, [link, carried, over]);
  if (carried === null || carried.by !== 'pointer') return null;
  const node =
    carried.side === 'source'
      ? sourceNodes[sourceAt.get(carried.key) ?? -1]
      : targetNodes[targetAt.get(carried.key) ?? -1];
  return createPortal(
    <div ref={hint} className="mapper-hint" data-refused={over?.isRefused || undefined}>
      {over === null ? (
        <b>{node?.name}</b>
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
