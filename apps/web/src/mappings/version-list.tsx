import type { ReactNode } from 'react';
import { classNames, TimeText } from '../ui/index.ts';
import type { VersionItem } from './library-words.ts';

interface VersionListProps {
  readonly versions: readonly VersionItem[];
  readonly current: number;
  readonly onChoose: (number: number) => void;
  /** Beside each version: what can be done with it. */
  readonly aside?: (version: VersionItem) => ReactNode;
}

/** The versions, the newest first: number, note, who and when. */
export function VersionList({ versions, current, onChoose, aside }: VersionListProps) {
  return (
    <ol aria-label="Versions" className="-mx-2 grid gap-0.5">
      {versions.map((version) => {
        const isCurrent = version.number === current;
        return (
          <li
            key={version.number}
            className={classNames(
              'relative flex items-start gap-2 rounded-1 px-2 py-1',
              isCurrent ? 'bg-accent-soft' : 'hover:bg-hover',
            )}
          >
            <button
              type="button"
              aria-current={isCurrent ? 'true' : undefined}
              aria-label={`Version ${version.number}`}
              className="tabular w-6 flex-none text-left font-semibold after:absolute after:inset-0 after:rounded-1"
              onClick={() => onChoose(version.number)}
            >
              {version.number}
            </button>
            <span className="min-w-0 flex-1">
              <span className={classNames('block wrap-anywhere', version.note === '' && 'text-ink-3')}>
                {version.note === '' ? 'No note' : version.note}
              </span>
              <span className="block text-12 text-ink-3">
                <TimeText at={version.createdAt} ago /> by {version.createdBy}
              </span>
            </span>
            {aside === undefined ? null : <span className="relative">{aside(version)}</span>}
          </li>
        );
      })}
    </ol>
  );
}
