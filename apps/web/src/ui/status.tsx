import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CirclePause,
  CircleX,
  Clock,
  LoaderCircle,
  type LucideIcon,
  Minus,
  Undo2,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** What a status looks like; the words come from whoever knows the thing. */
export type StatusLook =
  | 'queued'
  | 'running'
  | 'succeeded'
  | 'failed'
  | 'unknown'
  | 'waiting'
  | 'parked'
  | 'cancelled'
  | 'skipped'
  | 'undoing'
  | 'undone'
  | 'idle';

interface Look {
  readonly icon: LucideIcon;
  readonly colour: string;
  /** The word is coloured only when a person should look. */
  readonly loud: boolean;
}

const looks: Readonly<Record<StatusLook, Look>> = {
  queued: { icon: Clock, colour: 'text-ink-3', loud: false },
  running: { icon: LoaderCircle, colour: 'text-run', loud: true },
  succeeded: { icon: CircleCheck, colour: 'text-ok', loud: false },
  failed: { icon: CircleX, colour: 'text-bad', loud: true },
  unknown: { icon: CircleHelp, colour: 'text-wait', loud: true },
  waiting: { icon: CirclePause, colour: 'text-wait', loud: true },
  // Waits for a time, not for a person.
  parked: { icon: CirclePause, colour: 'text-ink-3', loud: false },
  cancelled: { icon: Ban, colour: 'text-ink-3', loud: false },
  skipped: { icon: Minus, colour: 'text-ink-3', loud: false },
  undoing: { icon: Undo2, colour: 'text-run', loud: true },
  undone: { icon: Undo2, colour: 'text-ink-3', loud: false },
  idle: { icon: CircleDashed, colour: 'text-ink-3', loud: false },
};

export function StatusIcon({
  look,
  size = 16,
  label,
  className,
}: {
  readonly look: StatusLook;
  readonly size?: number;
  readonly label?: string;
  readonly className?: string;
}) {
  const { icon: Icon, colour } = looks[look];
  return (
    <Icon
      size={size}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
      className={classNames(colour, look === 'running' && 'turning', className)}
    />
  );
}

/** Icon and word. */
export function Status({
  look,
  children,
  size = 16,
  className,
}: {
  readonly look: StatusLook;
  readonly children: ReactNode;
  readonly size?: number;
  readonly className?: string;
}) {
  const { colour, loud } = looks[look];
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-1.5 align-middle font-medium',
        loud ? colour : 'text-ink-2',
        className,
      )}
    >
      <StatusIcon look={look} size={size} />
      {children}
    </span>
  );
}
