import { ArrowDown, ArrowUp } from 'lucide-react';
import { many } from '../../ui/index.ts';
import { useMapper } from '../mapper-context.ts';
import type { Side } from '../mapper.store.ts';
import type { Drawn } from './canvas-link.ts';
import type { Outside } from './drawing.ts';
import { DrawnText, useDrawn } from './drawn-text.tsx';

export const noneOutside: Outside = { sourceAbove: 0, sourceBelow: 0, targetAbove: 0, targetBelow: 0 };

/** How many lines end above or below the view, at the edge where they leave it; a click shows the nearest of them. */
export function OutsideBadges() {
  return places.map((place) => <Badge key={place.count} {...place} />);
}

interface Place {
  readonly side: Side;
  readonly way: 'above' | 'below';
  readonly count: keyof Outside;
  readonly isThere: (drawn: Drawn) => boolean;
  readonly textOf: (drawn: Drawn) => string;
}

const placeOf = (side: Side, way: Place['way'], count: keyof Outside): Place => ({
  side,
  way,
  count,
  isThere: ({ outside }) => outside[count] > 0,
  textOf: ({ outside }) => many(outside[count]),
});

const places: readonly Place[] = [
  placeOf('source', 'above', 'sourceAbove'),
  placeOf('source', 'below', 'sourceBelow'),
  placeOf('target', 'above', 'targetAbove'),
  placeOf('target', 'below', 'targetBelow'),
];

function Badge({ side, way, isThere, textOf }: Place) {
  const { link } = useMapper();
  if (!useDrawn(isThere)) return null;
  const Arrow = way === 'above' ? ArrowUp : ArrowDown;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={`line-label outside ${side} ${way}`}
      onClick={(event) => {
        event.stopPropagation();
        link.goOutside({ side, way });
      }}
    >
      <Arrow size={12} aria-hidden />
      <DrawnText textOf={textOf} /> <span className="way">{way}</span>
    </button>
  );
}
