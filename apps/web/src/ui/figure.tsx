import type { ReactNode } from 'react';

export interface FigureProps {
  readonly label: string;
  readonly value: ReactNode;
  /** Absent while it is loading; its line is kept free. */
  readonly detail?: ReactNode;
  readonly picture?: ReactNode;
}

/** A number that says how things are: name, value, what to compare it with. */
export function Figure({ label, value, detail, picture }: FigureProps) {
  return (
    <div className="flex min-w-0 items-center gap-3 border-r border-line px-4 py-3 last:border-r-0">
      <dl className="min-w-0 flex-1">
        <dt className="text-12 font-medium text-ink-2">{label}</dt>
        <dd className="tabular text-20 font-semibold tracking-[-0.2px]">{value}</dd>
        <dd className="truncate text-12 text-ink-3">{detail ?? '\u00a0'}</dd>
      </dl>
      {picture}
    </div>
  );
}
