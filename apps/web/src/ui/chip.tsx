import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { softTone, type Tone } from './tone.ts';

/** A square label with meaning: `Draft`, `Version 7 live in test`. 20 high. */
export function Chip({
  tone = 'neutral',
  icon: Icon,
  children,
  className,
}: {
  readonly tone?: Tone;
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
  readonly className?: string;
}) {
  return (
    <span
      className={classNames(
        'inline-flex h-5 flex-none items-center align-middle gap-1 rounded-1 px-1.5 text-12 font-medium whitespace-nowrap',
        softTone[tone],
        className,
      )}
    >
      {Icon === undefined ? null : <Icon size={12} aria-hidden />}
      {children}
    </span>
  );
}
