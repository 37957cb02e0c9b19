import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import { Checkbox, classNames } from '../../../ui/index.ts';
import { UseLink } from '../../use-list.tsx';
import { isMovable } from './impact.ts';
import type { Impact } from './impact.ts';

interface ImpactListProps {
  readonly impact: readonly Impact[];
  readonly version: number;
  /** Ids of the mappings and flows whose drafts move to the new version. */
  readonly moving: ReadonlySet<string>;
  readonly onMove: (id: string, move: boolean) => void;
  readonly mayMove: boolean;
}

const whereWords: Readonly<Record<Impact['where'], string>> = {
  draft: 'draft',
  live: 'live version',
  version: 'newest version',
};

/** Who uses the version that was, and what of it would break. Only drafts are moved, and only those that are ticked. */
export function ImpactList({ impact, version, moving, onMove, mayMove }: ImpactListProps) {
  return (
    <ul aria-label="Who uses it" className="grid gap-2">
      {impact.map((use) => {
        const isOffered = mayMove && isMovable(use);
        return (
          <li key={`${use.kind} ${use.id} ${use.where}`} className="rounded-2 border border-line px-3 py-2">
            <div className="flex flex-wrap items-center gap-x-2">
              <span className="min-w-0 wrap-anywhere">
                <UseLink use={use} />
              </span>
              <span className="text-12 text-ink-3">
                {use.kind === 'flow' ? 'flow' : 'mapping'} · {whereWords[use.where]}
              </span>
              <span className="flex-1" />
              <BrokenWords use={use} />
            </div>
            {use.broken.length === 0 ? null : (
              <ul className="mt-1 grid gap-0.5 text-12 text-ink-2">
                {use.broken.slice(0, 5).map(({ severity, message }, at) => (
                  <li key={at} className="flex items-start gap-1.5 wrap-anywhere">
                    {severity === 'error' ? (
                      <CircleX size={12} role="img" aria-label="Error" className="mt-0.5 text-bad" />
                    ) : (
                      <TriangleAlert size={12} role="img" aria-label="Warning" className="mt-0.5 text-wait" />
                    )}
                    <span className="min-w-0">{message}</span>
                  </li>
                ))}
                {use.broken.length > 5 ? <li className="text-ink-3">and {use.broken.length - 5} more</li> : null}
              </ul>
            )}
            {isOffered ? (
              <Checkbox
                className="mt-1.5"
                label={`Move the draft to version ${version}`}
                hint="With the re-links that are accepted. What is left broken stays as it is written, and is marked there."
                checked={moving.has(use.id)}
                onChange={(move) => onMove(use.id, move)}
              />
            ) : (
              <p className="mt-1 text-12 text-ink-3">
                {use.where === 'draft'
                  ? 'It keeps its version until somebody chooses the new one there.'
                  : 'What is published keeps its version.'}
              </p>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function BrokenWords({ use }: { readonly use: Impact }) {
  const count = use.broken.length;
  if (count === 0)
    return (
      <span className="flex items-center gap-1 text-12 text-ok">
        <CircleCheck size={14} aria-hidden />
        nothing breaks
      </span>
    );
  const isError = use.broken.some(({ severity }) => severity === 'error');
  const Sign = isError ? CircleX : TriangleAlert;
  return (
    <span className={classNames('flex items-center gap-1 text-12', isError ? 'text-bad' : 'text-wait')}>
      <Sign size={14} aria-hidden />
      {count === 1 ? '1 problem' : `${count} problems`} with the new version
    </span>
  );
}
