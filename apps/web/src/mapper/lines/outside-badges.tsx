import { ArrowDown, ArrowUp } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useMapper } from '../mapper-context.ts';
import type { Side } from '../mapper.store.ts';
import type { Outside } from './drawing.ts';

export const noneOutside: Outside = { sourceAbove: 0, sourceBelow: 0, targetAbove: 0, targetBelow: 0 };

/** How many lines end above or below the view, at the edge where they leave it; a click scrolls there. */
export function OutsideBadges() {
  const { link } = useMapper();
  const [outside, setOutside] = useState(noneOutside);
  useEffect(
    () => link.onDrawn((drawn) => setOutside((before) => (isSame(before, drawn.outside) ? before : drawn.outside))),
    [link],
  );
  return (
    <>
      <Badge side="source" way="above" count={outside.sourceAbove} />
      <Badge side="source" way="below" count={outside.sourceBelow} />
      <Badge side="target" way="above" count={outside.targetAbove} />
      <Badge side="target" way="below" count={outside.targetBelow} />
    </>
  );
}

const isSame = (one: Outside, other: Outside): boolean =>
  one.sourceAbove === other.sourceAbove &&
  one.sourceBelow === other.sourceBelow &&
  one.targetAbove === other.targetAbove &&
  one.targetBelow === other.targetBelow;

function Badge({ side, way, count }: { readonly side: Side; readonly way: 'above' | 'below'; readonly count: number }) {
  const { link } = useMapper();
  if (count === 0) return null;
  const Arrow = way === 'above' ? ArrowUp : ArrowDown;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={`line-label outside ${side} ${way}`}
      onClick={(event) => {
        event.stopPropagation();
        const scroller = link.scrollers[side];
        const step = (scroller?.clientHeight ?? 0) * 0.8;
        scroller?.scrollBy({ top: way === 'above' ? -step : step, behavior: calm() ? 'auto' : 'smooth' });
      }}
    >
      <Arrow size={12} aria-hidden />
      {count} <span className="way">{way}</span>
    </button>
  );
}

const calm = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;
