import type { ApiOutputs } from '@patchbay/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RotateCcw, X } from 'lucide-react';
import { useState } from 'react';
import { trpc } from '../app/api-client.ts';
import { errorWords } from '../app/error-words.ts';
import { useMay } from '../app/session.ts';
import { RunsLeftOut } from './runs-left-out.tsx';
import { Button, IconButton, TimeText, toast, useNow } from '../ui/index.ts';

type Job = ApiOutputs['bulk']['list']['items'][number];

/** A job that ended stands there for so long, so that its outcome is seen. */
const shownAfterMs = 10 * 60_000;

const isOpen = (job: Job): boolean => job.status === 'running' || job.succeeded + job.failed < job.replayed;

/** Replays of many runs that are under way, or ended a moment ago. */
export function ReplayJobs() {
  const now = useNow(10_000);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const query = useQuery(
    trpc.bulk.list.queryOptions(
      {},
      { refetchInterval: ({ state }) => (state.data?.items.some(isOpen) === true ? 1_000 : 15_000) },
    ),
  );
  const jobs = (query.data?.items ?? []).filter(
    (job) =>
      !closed.has(job.id) &&
      (job.status === 'running' || (job.endedAt !== null && now.getTime() - Date.parse(job.endedAt) < shownAfterMs)),
  );
  if (jobs.length === 0) return null;
  return (
    <section aria-label="Replays of many runs" className="grid gap-2 px-4 pb-2">
      {jobs.map((job) => (
        <ReplayJob key={job.id} job={job} onClose={() => setClosed((before) => new Set([...before, job.id]))} />
      ))}
    </section>
  );
}

const stateWords: Readonly<Record<Job['status'], string>> = {
  running: 'Replaying',
  stopped: 'Stopped',
  done: 'Replayed',
};

function ReplayJob({ job, onClose }: { readonly job: Job; readonly onClose: () => void }) {
  const client = useQueryClient();
  const mayRepair = useMay('run.repair');
  const stop = useMutation(
    trpc.bulk.stop.mutationOptions({
      onSettled: () => void client.invalidateQueries({ queryKey: trpc.bulk.list.pathKey() }),
      onError: (error) => toast('The replays were not stopped', { detail: errorWords(error).title }),
    }),
  );
  const settled = job.replayed + job.leftOut;
  return (
    <div className="flex items-center gap-3 rounded-2 border border-line bg-panel px-3 py-2">
      <RotateCcw size={14} aria-hidden className={job.status === 'running' ? 'text-run' : 'text-ink-3'} />
      <div className="grid min-w-0 flex-1 gap-1">
        <p className="truncate">
          <span className="font-medium">{stateWords[job.status]}</span>{' '}
          <span className="tabular">
            {settled} of {job.total} runs
          </span>
          <span className="text-ink-3">
            {' · '}
            {job.perSecond} a second, {job.from === 'start' ? 'from the beginning' : 'from the step that failed'},{' '}
            {job.version === 'latest' ? 'latest version' : 'their own versions'} · {job.createdBy},{' '}
            <TimeText at={job.createdAt} ago />
          </span>
        </p>
        <div
          role="progressbar"
          aria-label="Runs replayed"
          aria-valuemin={0}
          aria-valuemax={job.total}
          aria-valuenow={settled}
          className="h-1 overflow-hidden rounded-full bg-hover"
        >
          <div className="h-full bg-run" style={{ width: `${(settled / Math.max(1, job.total)) * 100}%` }} />
        </div>
      </div>
      <p className="tabular flex-none text-12 text-ink-2">
        <span className={job.succeeded === 0 ? undefined : 'text-ok'}>{job.succeeded} succeeded</span>
        {job.failed === 0 ? null : <span className="text-bad"> · {job.failed} failed again</span>}
        {job.leftOut === 0 ? null : (
          <>
            {' · '}
            <RunsLeftOut job={job} />
          </>
        )}
      </p>
      {job.status === 'running' && mayRepair ? (
        <Button size="small" busy={stop.isPending} onClick={() => stop.mutate({ bulkId: job.id })}>
          Stop
        </Button>
      ) : (
        <IconButton size="small" icon={X} label="Hide" onClick={onClose} />
      )}
    </div>
  );
}
