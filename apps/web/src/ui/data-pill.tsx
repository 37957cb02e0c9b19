import { type LucideIcon, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface DataPillProps {
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
  /** Neutral: a filter that is not the business key. */
  readonly neutral?: boolean;
  readonly onRemove?: () => void;
  /** Names the pill for the remove button. */
  readonly name?: string;
  readonly className?: string;
}

/** A piece of data by name: icon · step › field. The same in fields, headers and filters. */
export function DataPill({ icon: Icon, children, neutral = false, onRemove, name, className }: DataPillProps) {
  return (
    <span
      className={classNames(
        'inline-flex h-5 max-w-full flex-none items-center gap-1 rounded-1 border px-1.5 text-12 font-medium whitespace-nowrap',
        neutral ? 'border-line-2 bg-hover text-ink' : 'border-accent-line bg-accent-soft text-accent-text',
        className,
      )}
    >
      {Icon === undefined ? null : <Icon size={12} aria-hidden />}
      <span className="truncate">{children}</span>
      {onRemove === undefined ? null : (
        <button
          type="button"
          aria-label={`Remove ${name ?? 'this'}`}
          onClick={onRemove}
          className="relative -mr-1 grid size-4 place-items-center rounded-1 after:absolute after:-inset-1 hover:bg-press"
        >
          <X size={12} aria-hidden />
        </button>
      )}
    </span>
  );
}
