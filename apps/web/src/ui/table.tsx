import { ArrowDown, ArrowUp, ChevronDown } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** Rows 36, head 32, fixed columns: give the widths by a `colgroup`. The head stays while the rows scroll. */
export function Table({ label, className, children, ...rest }: ComponentProps<'table'> & { readonly label: string }) {
  return (
    <table
      aria-label={label}
      {...rest}
      className={classNames('w-full table-fixed border-separate border-spacing-0', className)}
    >
      {children}
    </table>
  );
}

export interface ThProps extends ComponentProps<'th'> {
  readonly end?: boolean;
  /** The rows are in this column's order, the newest or largest first unless it is `ascending`. */
  readonly sorted?: boolean | 'ascending';
}

export function Th({ end = false, sorted = false, className, children, ...rest }: ThProps) {
  return (
    <th
      scope="col"
      aria-sort={sorted === false ? undefined : sorted === true ? 'descending' : sorted}
      {...rest}
      className={classNames(
        'sticky top-0 z-10 h-8 truncate border-b border-line bg-panel px-2 text-left text-12 font-medium text-ink-3 first:pl-4 last:pr-4',
        end && 'text-right',
        className,
      )}
    >
      {sorted !== false ? (
        <span className="inline-flex items-center gap-1">
          {children}
          {sorted === true ? <ArrowDown size={12} aria-hidden /> : <ArrowUp size={12} aria-hidden />}
        </span>
      ) : (
        children
      )}
    </th>
  );
}

/** The head over the buttons of each row: it is read aloud, and there is nothing to see. */
export function ActionsTh(props: Omit<ThProps, 'children'>) {
  return (
    <Th {...props}>
      <span className="sr-only">Actions</span>
    </Th>
  );
}

export interface TdProps extends ComponentProps<'td'> {
  readonly end?: boolean;
  readonly dim?: boolean;
}

export function Td({ end = false, dim = false, className, ...rest }: TdProps) {
  return (
    <td
      {...rest}
      className={classNames(
        'h-9 truncate border-b border-line px-2 first:pl-4 last:pr-4',
        end && 'tabular text-right',
        dim && 'text-ink-2',
        className,
      )}
    />
  );
}

export interface TrProps extends ComponentProps<'tr'> {
  readonly selected?: boolean;
}

export function Tr({ selected = false, className, ...rest }: TrProps) {
  return (
    <tr
      {...rest}
      className={classNames(
        'group relative',
        selected ? 'bg-accent-soft' : 'hover:bg-hover focus-within:bg-hover',
        className,
      )}
    />
  );
}

export interface GroupRowProps {
  readonly columns: number;
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly children: ReactNode;
}

/** A foldable head over some rows: `Needs you 2`. */
export function GroupRow({ columns, open, onToggle, children }: GroupRowProps) {
  return (
    <tr>
      <td colSpan={columns} className="h-7 border-b border-line bg-sunken p-0">
        <button
          type="button"
          aria-expanded={open}
          onClick={onToggle}
          className="flex h-7 w-full items-center gap-2 px-4 text-12 font-semibold text-ink-2 outline-offset-[-2px]"
        >
          <ChevronDown size={14} aria-hidden className={classNames('text-ink-3', !open && '-rotate-90')} />
          {children}
        </button>
      </td>
    </tr>
  );
}
