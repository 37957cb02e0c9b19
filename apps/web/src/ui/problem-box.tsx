import { CircleX, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface ProblemBoxProps {
  readonly tone?: 'wait' | 'bad' | 'info';
  readonly icon?: LucideIcon;
  /** One sentence: what is wrong. */
  readonly title: ReactNode;
  readonly cause?: ReactNode;
  /** Who can mend it. */
  readonly who?: ReactNode;
  readonly next?: ReactNode;
  /** Buttons that mend it, below the words. */
  readonly actions?: ReactNode;
  readonly className?: string;
}

const tones = {
  wait: { box: 'border-wait-line bg-wait-soft', icon: 'text-wait', symbol: TriangleAlert },
  bad: { box: 'border-bad-line bg-bad-soft', icon: 'text-bad', symbol: CircleX },
  info: { box: 'border-line-2 bg-sunken', icon: 'text-ink-3', symbol: Info },
} as const;

/** A problem in words, where it was made: what, cause, who can mend it, the next step. */
export function ProblemBox({ tone = 'bad', icon, title, cause, who, next, actions, className }: ProblemBoxProps) {
  const look = tones[tone];
  const Icon = icon ?? look.symbol;
  const lines: [string, ReactNode][] = [
    ['Cause', cause],
    ['Who', who],
    ['Next', next],
  ];
  const said = lines.filter(([, words]) => words !== undefined && words !== null && words !== '');
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      className={classNames('rounded-2 border px-3 py-2.5 text-ink', look.box, className)}
    >
      <div className="flex items-start gap-2 font-semibold">
        <Icon size={16} aria-hidden className={classNames('mt-0.5', look.icon)} />
        <span className="min-w-0 wrap-anywhere">{title}</span>
      </div>
      {said.length === 0 ? null : (
        <dl className="mt-1.5 grid grid-cols-[64px_1fr] gap-x-2 gap-y-1 text-12">
          {said.map(([term, words]) => (
            <Fragment key={term}>
              <dt className="text-ink-2">{term}</dt>
              <dd className="min-w-0 wrap-anywhere">{words}</dd>
            </Fragment>
          ))}
        </dl>
      )}
      {actions === undefined ? null : <div className="mt-2.5 flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}
