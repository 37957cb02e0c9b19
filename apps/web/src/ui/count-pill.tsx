import { classNames } from './class-names.ts';
import { softTone, type Tone } from './tone.ts';

/** A round count beside a word. `label` says what is counted, for those who hear the page. */
export function CountPill({
  count,
  label,
  tone = 'neutral',
  className,
}: {
  readonly count: number | string;
  readonly label?: string;
  readonly tone?: Tone;
  readonly className?: string;
}) {
  return (
    <span
      className={classNames(
        'tabular inline-block min-w-4 rounded-full px-1 text-center text-11 font-medium',
        softTone[tone],
        className,
      )}
    >
      {typeof count === 'number' ? count.toLocaleString('en') : count}
      {label === undefined ? null : <span className="sr-only"> {label}</span>}
    </span>
  );
}
