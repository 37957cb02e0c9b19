// The dots at the panels' edges, one a shown row, as a few path texts.
import { rowCentre } from './drawing.ts';
import type { Drawing, Viewport } from './drawing.ts';
import type { DotGroups } from './painter.ts';

export type DotLook = 'idle' | 'tied' | 'wait' | 'none';

const radius = 3.75;

const circle = (x: number, y: number): string => {
  const left = Math.round((x - radius) * 100) / 100;
  return `M${left} ${Math.round(y * 10) / 10}a${radius} ${radius} 0 1 0 ${radius * 2} 0a${radius} ${radius} 0 1 0 ${-radius * 2} 0Z`;
};

export interface SideDots {
  /** Of a row; `none` where there is none. */
  readonly lookOf: (row: number) => DotLook;
  /** Rows whose lines are brought out now. */
  readonly active: ReadonlySet<number>;
}

/** Path texts by class. */
export function drawDots(source: SideDots, target: SideDots, view: Viewport): DotGroups {
  const groups: Record<string, string> = { 'dot idle': '', 'dot tied': '', 'dot wait': '', 'dot active': '' };
  const side = ({ lookOf, active }: SideDots, x: number, scroll: number): void => {
    const first = Math.max(0, Math.floor((scroll - view.pad) / view.rowHeight) - 1);
    const last = Math.ceil((scroll + view.height) / view.rowHeight);
    for (let row = first; row <= last; row += 1) {
      const look = active.has(row) ? 'active' : lookOf(row);
      if (look === 'none') continue;
      const y = rowCentre(row, scroll, view);
      if (y < -radius || y > view.height + radius) continue;
      groups[`dot ${look}`] += circle(x, y);
    }
  };
  side(source, 0, view.sourceScroll);
  side(target, view.width, view.targetScroll);
  return groups;
}

/** The rows at both sides whose lines are brought out. */
export function activeRows(wires: Iterable<{ readonly from: number; readonly to: number }>): {
  source: Set<number>;
  target: Set<number>;
} {
  const source = new Set<number>();
  const target = new Set<number>();
  for (const wire of wires) {
    source.add(wire.from);
    target.add(wire.to);
  }
  return { source, target };
}

export type { Drawing };
