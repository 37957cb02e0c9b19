import { Button, Skeleton } from '../../ui/index.ts';
import { moveDrafts } from '../drafts/change-drafts.ts';
import { refParts, refWords } from '../library/library-ref.ts';
import { useHost, useMapper, useMapperState } from '../mapper-context.ts';
import { acceptedOf, judged, undecidedWords } from '../schema/drift/drift-groups.ts';
import type { Verdicts } from '../schema/drift/drift-groups.ts';
import { DriftView } from '../schema/drift/drift-view.tsx';
import { placesOf } from './outdated-uses.ts';
import { takeVersion } from './take-version.ts';
import { useDrift } from './use-drift.ts';
import type { ComparedVersions } from './use-drift.ts';

/** What has become of the mapping with another version of a schema. */
export interface Taken {
  /** The version that it uses now. */
  readonly ref: string;
  readonly said: readonly string[];
  readonly refused: readonly string[];
}

export interface VersionDriftProps {
  /** The version that the mapping uses: `Order@1`. */
  readonly from: string;
  readonly to: string;
  readonly onTaken: (taken: Taken) => void;
  /** Takes it where the two cannot be compared, as when the library lacks the version that is used. */
  readonly onUncompared?: (() => void) | undefined;
}

/** What another version of a schema changes, before this mapping takes it. */
export function VersionDrift({ from, to, onTaken, onUncompared }: VersionDriftProps) {
  const state = useDrift(from, to);
  if (state.status === 'failed')
    return (
      <div role="alert" className="grid gap-2 text-12">
        <p className="text-bad wrap-anywhere">The two versions cannot be compared: {state.why}</p>
        <div className="flex flex-wrap gap-2">
          <Button size="small" onClick={state.again}>
            Try again
          </Button>
          {onUncompared === undefined ? null : (
            <Button size="small" onClick={onUncompared}>
              Take version {refParts(to).version} without comparing
            </Button>
          )}
        </div>
      </div>
    );
  if (state.status === 'comparing')
    return (
      <div className="grid gap-2 py-1" aria-busy aria-label="It is being compared">
        <Skeleton className="w-40" />
        <Skeleton className="w-56" />
      </div>
    );
  return <Compared from={from} to={to} onTaken={onTaken} compared={state.compared} />;
}

const noVerdicts: Verdicts = new Map();

function Compared({ from, to, onTaken, compared }: VersionDriftProps & { readonly compared: ComparedVersions }) {
  const host = useHost();
  const mapper = useMapper();
  const { drift, before, after } = compared;
  const key = `${from} ${to}`;
  const verdicts = useMapperState((state) => state.verdicts[key]) ?? noVerdicts;
  const undecided = undecidedWords(drift.relinks, verdicts);
  const places = placesOf(host, from);
  const { version } = refParts(to);
  const take = (): void => {
    const links = acceptedOf(drift.relinks, verdicts);
    const { doc, said, refused, filled } = takeVersion(mapper.data().view, { from, to, before, after, links });
    moveDrafts(mapper, filled);
    mapper.edit(doc, { label: `Took ${refWords(to)}.` });
    onTaken({ ref: to, said, refused });
  };
  return (
    <div className="rounded-1 border border-line">
      {drift.changes.length === 0 ? (
        <p className="px-4 py-3">Nothing changes for rules: it has the same fields.</p>
      ) : (
        <DriftView
          drift={drift}
          against={refParts(from).version}
          consequence="What you accept is read, and filled, under its new name; what you refuse stays as it is written, and is marked."
          verdicts={verdicts}
          onJudge={(field, verdict) => {
            const { verdicts: all, show } = mapper.store.getState();
            show({ verdicts: { ...all, [key]: judged(all[key] ?? noVerdicts, field, verdict) } });
          }}
        />
      )}
      <div className="grid gap-2 px-4 py-3">
        {places.length < 2 ? null : (
          <p className="text-12 text-ink-2 wrap-anywhere">
            {`${places.slice(0, -1).join(', ')} and ${places.at(-1) ?? ''} use this version: they move together.`}
          </p>
        )}
        <Button look="primary" className="justify-self-start" onClick={take}>
          Take version {version}
        </Button>
        {undecided === undefined ? null : (
          <p className="text-12 text-ink-3" role="status">
            {undecided}
          </p>
        )}
      </div>
    </div>
  );
}
