import { classNames } from './class-names.ts';

/** A still block where something will stand. It takes the same room as what it stands for, so nothing jumps. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <span aria-hidden className={classNames('block h-3 rounded-1 bg-hover', className)} />;
}

const widths = ['w-24', 'w-40', 'w-56', 'w-32', 'w-20', 'w-28'];

/** Rows of a table that is being loaded. */
export function SkeletonRows({ rows, columns }: { readonly rows: number; readonly columns: number }) {
  return Array.from({ length: rows }, (_, row) => (
    <tr key={row} aria-hidden>
      {Array.from({ length: columns }, (_unused, column) => (
        <td key={column} className="h-9 border-b border-line px-2 first:pl-4">
          <Skeleton className={classNames('max-w-full', widths[(row + column) % widths.length])} />
        </td>
      ))}
    </tr>
  ));
}
