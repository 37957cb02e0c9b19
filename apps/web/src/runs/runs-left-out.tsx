import type { ApiOutputs } from '@patchbay/api';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { trpc } from '../app/api-client.ts';
import { Loaded } from '../app/loaded.tsx';
import { Popover, Skeleton } from '../ui/index.ts';
import { shortRunId } from './run-words.ts';

type Job = ApiOutputs['bulk']['list']['items'][number];

/** How many runs a job did not replay; opened, which and why. */
export function RunsLeftOut({ job: { id, leftOut } }: { readonly job: Job }) {
  return (
    <Popover
      label="Runs that were not replayed"
      align="end"
      className="max-h-80 w-100 overflow-y-auto p-3"
      trigger={
        <button
          type="button"
          className="h-6 rounded-1 text-accent-text underline decoration-accent-line underline-offset-2"
        >
          {leftOut.toLocaleString('en')} left out
        </button>
      }
    >
      <Reasons bulkId={id} leftOut={leftOut} />
    </Popover>
  );
}

/** Looked up once somebody asks; while the job goes on there may be more a moment later. */
function Reasons({ bulkId, leftOut }: { readonly bulkId: Job['id']; readonly leftOut: number }) {
  const detail = useQuery(trpc.bulk.get.queryOptions({ bulkId }, { staleTime: 0 }));
  return (
    <Loaded query={detail} loading={<Skeleton className="h-12" />}>
      {({ notReplayed }) => <ReasonList notReplayed={notReplayed} more={leftOut - notReplayed.length} />}
    </Loaded>
  );
}

interface ReasonListProps {
  readonly notReplayed: ApiOutputs['bulk']['get']['notReplayed'];
  readonly more: number;
}

function ReasonList({ notReplayed, more }: ReasonListProps) {
  return (
    <ul className="grid gap-2">
      {notReplayed.map(({ runId, reason }) => (
        <li key={runId} className="text-12">
          <Link to="/runs/$runId" params={{ runId }} className="text-accent-text hover:underline">
            <code>{shortRunId(runId)}</code>
          </Link>
          <span className="block text-ink-2 wrap-anywhere">{reason}</span>
        </li>
      ))}
      {more > 0 ? <li className="text-12 text-ink-3">and {more.toLocaleString('en')} more</li> : null}
    </ul>
  );
}
