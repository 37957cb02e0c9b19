import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface EmptyStateProps {
  readonly icon: LucideIcon;
  /** What is not here. */
  readonly title: string;
  /** Why one would want it. */
  readonly why: ReactNode;
  /** The one next step. */
  readonly action?: ReactNode;
  readonly example?: ReactNode;
  readonly className?: string;
}

export function EmptyState({ icon: Icon, title, why, action, example, className }: EmptyStateProps) {
  return (
    <div className={classNames('mx-auto flex max-w-120 flex-col items-start gap-3 px-4 py-12', className)}>
      <span className="grid size-10 place-items-center rounded-3 border border-line-2 bg-raised text-ink-2">
        <Icon size={20} aria-hidden />
      </span>
      <div>
        <h2 className="text-16 font-semibold">{title}</h2>
        <p className="mt-1 text-14 text-ink-2">{why}</p>
      </div>
      {action === undefined ? null : <div className="flex gap-2">{action}</div>}
      {example === undefined ? null : <div className="text-12 text-ink-3">{example}</div>}
    </div>
  );
}
