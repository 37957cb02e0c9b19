import { ArrowDown, ArrowUp } from 'lucide-react';
import { useMapper } from '../mapper-context.ts';
import type { Side } from '../mapper.store.ts';
import type { TreeNode } from '../rows/tree-node.ts';
import type { SideRows } from '../rows/use-side-rows.ts';
import type { Outside } from './drawing.ts';

interface OutsideBadgesProps {
  readonly outside: Outside;
  readonly source: SideRows<TreeNode>;
  readonly target: SideRows<TreeNode>;
}

/** How many lines end above or below the view, at the edge where they leave it; a click scrolls there. */
export function OutsideBadges({ outside }: OutsideBadgesProps) {
  return (
    <>
      <Badge side="source" way="above" count={outside.sourceAbove} />
      <Badge side="source" way="below" count={outside.sourceBelow} />
      <Badge side="target" way="above" count={outside.targetAbove} />
      <Badge side="target" way="below" count={outside.targetBelow} />
    </>
  );
}

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
