import { ChevronDown } from 'lucide-react';
import { Collapsible } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** A docked surface. Panels have no shadow: a line divides them. */
export function Panel({ className, ...rest }: ComponentProps<'section'>) {
  return (
    <section {...rest} className={classNames('flex min-h-0 min-w-0 flex-col overflow-hidden bg-panel', className)} />
  );
}

export interface PanelHeaderProps {
  readonly icon?: ReactNode;
  readonly title: ReactNode;
  readonly subtitle?: ReactNode;
  readonly actions?: ReactNode;
}

export function PanelHeader({ icon, title, subtitle, actions }: PanelHeaderProps) {
  return (
    <header className="flex items-center gap-3 px-4 pt-3 pb-2">
      {icon === undefined ? null : (
        <span className="grid size-8 flex-none place-items-center rounded-3 border border-line-2 bg-raised text-ink-2">
          {icon}
        </span>
      )}
      <div className="min-w-0 flex-1">
        <h2 className="truncate text-14 font-semibold">{title}</h2>
        {subtitle === undefined ? null : (
          <div className="flex min-w-0 items-center gap-1 text-12 text-ink-3">{subtitle}</div>
        )}
      </div>
      {actions}
    </header>
  );
}

/** A part of a panel, divided by a line. */
export function Section({ className, ...rest }: ComponentProps<'div'>) {
  return <div {...rest} className={classNames('border-b border-line px-4 py-3', className)} />;
}

export interface FoldProps {
  readonly title: ReactNode;
  /** What stands inside, in a few words: read while folded. */
  readonly summary?: ReactNode;
  readonly defaultOpen?: boolean;
  readonly children: ReactNode;
  readonly className?: string;
}

export function Fold({ title, summary, defaultOpen = false, children, className }: FoldProps) {
  return (
    <Collapsible.Root defaultOpen={defaultOpen} className={classNames('border-b border-line px-4 py-3', className)}>
      <Collapsible.Trigger className="group flex min-h-6 w-full items-center gap-1 text-left font-semibold">
        <ChevronDown size={14} aria-hidden className="group-data-[state=closed]:-rotate-90" />
        {title}
        {summary === undefined ? null : <span className="ml-auto text-12 font-normal text-ink-3">{summary}</span>}
      </Collapsible.Trigger>
      <Collapsible.Content className="pt-2">{children}</Collapsible.Content>
    </Collapsible.Root>
  );
}

/** A small heading over a group of rows or fields; `level` is its place in the page's outline. */
export function Heading({ level = 3, className, ...rest }: ComponentProps<'h3'> & { readonly level?: 2 | 3 }) {
  const Tag = level === 2 ? 'h2' : 'h3';
  return <Tag {...rest} className={classNames('text-12 font-semibold text-ink-2', className)} />;
}
