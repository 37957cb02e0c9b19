import { useRef } from 'react';
import type { Columns } from './columns.ts';
import { movedEdge } from './columns.ts';

interface ColumnGripProps {
  readonly label: string;
  readonly edge: 'left' | 'right';
  readonly columns: Columns;
  readonly onChange: (columns: Columns) => void;
}

/** The border between a tree and the lines: drag it, or arrow keys. */
export function ColumnGrip({ label, edge, columns, onChange }: ColumnGripProps) {
  const from = useRef<{ x: number; widths: Columns } | null>(null);
  const widths = (grip: HTMLElement): Columns => {
    const [source, lines, target] = [...(grip.closest('.mapper-canvas')?.children ?? [])].map(
      (child) => child.getBoundingClientRect().width,
    );
    return { source: source ?? 0, lines: lines ?? 0, target: target ?? 0 };
  };
  const side = edge === 'left' ? columns.source : columns.target;
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={Math.round((100 * side) / (columns.source + columns.lines + columns.target))}
      tabIndex={0}
      className={`column-grip ${edge}`}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, widths: widths(event.currentTarget) };
      }}
      onPointerMove={(event) => {
        if (from.current !== null) onChange(movedEdge(from.current.widths, edge, event.clientX - from.current.x));
      }}
      onPointerUp={() => {
        from.current = null;
      }}
      onPointerCancel={() => {
        from.current = null;
      }}
      onKeyDown={(event) => {
        const by = event.key === 'ArrowLeft' ? -16 : event.key === 'ArrowRight' ? 16 : 0;
        if (by === 0) return;
        event.preventDefault();
        onChange(movedEdge(widths(event.currentTarget), edge, by));
      }}
    />
  );
}
