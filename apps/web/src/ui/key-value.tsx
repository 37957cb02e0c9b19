import { Fragment, type ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** Terms and values in two columns. Values that are missing are left out. */
export function KeyValue({
  rows,
  className,
}: {
  readonly rows: readonly (readonly [string, ReactNode])[];
  readonly className?: string;
}) {
  const said = rows.filter(([, value]) => value !== undefined && value !== null && value !== false);
  return (
    <dl className={classNames('grid grid-cols-[minmax(88px,auto)_1fr] gap-x-4 gap-y-1', className)}>
      {said.map(([term, value]) => (
        <Fragment key={term}>
          <dt className="text-ink-3">{term}</dt>
          <dd className="min-w-0 wrap-anywhere">{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
