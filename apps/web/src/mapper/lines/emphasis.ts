// Which lines are brought out, and which step back: by what is selected, and by what the pointer is over.
import type { Hover, LineId } from '../mapper.store.ts';
import type { Emphasis } from './drawing.ts';
import type { Wire } from './wire.ts';

export interface Attention {
  /** Rows at which selected things are drawn. */
  readonly selectedTargets: ReadonlySet<number>;
  readonly selectedSource: number;
  readonly selectedLine: LineId | null;
  readonly hover: Hover;
  readonly hoverRow: number;
  readonly focusMode: boolean;
}

const isLine = (wire: Wire, line: LineId): boolean => wire.source === line.source && wire.target === line.target;

export function emphasisOf(wire: Wire, at: Attention): Emphasis {
  const isSelected =
    at.selectedLine === null
      ? at.selectedTargets.has(wire.to) || at.selectedSource === wire.from
      : isLine(wire, at.selectedLine);
  if (at.hover !== null) {
    const isHovered =
      'line' in at.hover
        ? isLine(wire, at.hover.line)
        : at.hoverRow >= 0 && at.hoverRow === (at.hover.side === 'source' ? wire.from : wire.to);
    if (isHovered) return 'active';
    if (at.focusMode && !isSelected) return 'hidden';
    return isSelected ? 'plain' : 'faded';
  }
  if (isSelected) return 'active';
  return at.focusMode ? 'hidden' : 'plain';
}
