import { Circle, CircleDot } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../../ui/index.ts';
import { useMapperData } from '../mapper-context.ts';
import { useSampleActions } from './use-sample-actions.ts';

interface SampleChoiceProps {
  readonly id: string;
  readonly name: string;
  /** Dim, below the name. */
  readonly children: ReactNode;
}

/** The name of a sample as a button that makes it the one that is shown. */
export function SampleChoice({ id, name, children }: SampleChoiceProps) {
  const { sample } = useMapperData();
  const actions = useSampleActions();
  const isShown = sample?.id === id;
  const Icon = isShown ? CircleDot : Circle;
  return (
    <button
      type="button"
      aria-pressed={isShown}
      title={name}
      className="-ml-1 flex min-w-0 flex-1 items-center gap-2 rounded-1 px-1 py-0.5 text-left hover:bg-hover"
      onClick={() => actions.show(id, name)}
    >
      <Icon size={14} aria-hidden className={classNames('flex-none', isShown ? 'text-accent-text' : 'text-ink-3')} />
      <span className="min-w-0 flex-1">
        <span className={classNames('block truncate', isShown && 'font-medium')}>{name}</span>
        <span className="block truncate text-12 text-ink-3">{children}</span>
      </span>
    </button>
  );
}
