import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Ban, History, SquareArrowOutUpRight } from 'lucide-react';
import { useMemo } from 'react';
import { trpc } from '../app/api-client.ts';
import { Loaded } from '../app/loaded.tsx';
import { errorWords } from '../app/error-words.ts';
import { useMay } from '../app/session.ts';
import { turnsAround } from '../editor/canvas/index.ts';
import { PageFrame } from '../app/shell/page-frame.tsx';
import { Button, Chip, EmptyState, linkButtonClass, Skeleton, toast, type Tone } from '../ui/index.ts';
import { ReplayButton } from './replay-button.tsx';
import { RunBody } from './run-body.tsx';
import type { RunView } from './run-summary.tsx';
import { RunDuration } from './run-table.tsx';
import { runLook, shortRunId } from './run-words.ts';
import { useLiveRun } from './use-live-run.ts';

/** As many turns of each loop come with a run. */
const firstTurns = 100;

export function RunPage({ runId, step }: { readonly runId: string; readonly step: string | undefined }) {
  // Of a long loop the server sends the first turns; another one is asked for when somebody looks at it.
  const at = step !== undefined && turnsAround(step).some(({ index }) => index >= firstTurns) ? step : undefined;
  const input = at === undefined ? { runId } : { runId, at };
  const query = useQuery(trpc.run.get.queryOptions(input, { placeholderData: keepPreviousData }));
  const manifests = useQuery(trpc.manifest.list.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }));
  useLiveRun(input, query.data?.run.finishedAt === null);
  const view = query.data;
  const crumbs = [
    { label: 'Runs', to: '/runs' },
    ...(view === undefined
      ? []
      : [{ label: view.run.flowName, to: '/flows/$flowId', params: { flowId: view.run.flowId } } as const]),
  ] as const;
  const error = query.error ?? manifests.error;
  const shown =
    view === undefined || manifests.data === undefined ? undefined : { view, connectors: manifests.data.connectors };
  return (
    <PageFrame
      crumbs={crumbs}
      title={`Run ${shortRunId(runId)}`}
      search={false}
      meta={view === undefined ? undefined : <RunMeta view={view} />}
      actions={view === undefined ? undefined : <RunActions view={view} />}
      className="overflow-hidden"
    >
      {error !== null && errorWords(error).code === 'gone' ? (
        <RemovedRun why={errorWords(error).title} />
      ) : (
        <Loaded
          query={{ data: shown, error, refetch: () => Promise.all([query.refetch(), manifests.refetch()]) }}
          className="m-4 max-w-150"
          fill
          loading={
            <div aria-busy className="dotted-ground grid h-full place-items-center">
              <Skeleton className="h-12 w-54 rounded-3" />
            </div>
          }
        >
          {(all) => <RunBody {...all} chosen={step} />}
        </Loaded>
      )}
    </PageFrame>
  );
}

/** Nothing went wrong: the settings say that it goes. */
function RemovedRun({ why }: { readonly why: string }) {
  return (
    <EmptyState
      icon={History}
      title="This run is not kept any more"
      why={why}
      action={
        <Link to="/runs" className={linkButtonClass({ look: 'primary' })}>
          All runs
        </Link>
      }
    />
  );
}

const chipTone: Readonly<Record<string, Tone>> = {
  running: 'run',
  succeeded: 'ok',
  failed: 'bad',
  unknown: 'wait',
  waiting: 'wait',
};

function RunMeta({ view: { run } }: { readonly view: RunView }) {
  const { look, words } = runLook(run);
  return (
    <>
      <Chip tone={chipTone[look] ?? 'neutral'}>{words}</Chip>
      {run.cancelRequestedAt !== null && run.finishedAt === null ? <Chip tone="wait">Cancelling</Chip> : null}
      <Chip>
        {run.mode === 'test' ? 'Test run of the draft' : `Version ${run.versionNumber ?? '–'} · ${run.environment}`}
      </Chip>
      <span className="tabular truncate text-12 text-ink-3">
        {run.finishedAt !== null ? '' : run.status === 'waiting' ? 'waiting ' : 'for '}
        <RunDuration run={run} />
      </span>
    </>
  );
}

function RunActions({ view: { run, event } }: { readonly view: RunView }) {
  const mayRepair = useMay('run.repair');
  const client = useQueryClient();
  const cancel = useMutation(
    trpc.run.cancel.mutationOptions({
      onSuccess: () => void client.invalidateQueries({ queryKey: trpc.run.get.queryKey({ runId: run.id }) }),
      onError: (error) => toast('The run was not cancelled', { detail: errorWords(error).title }),
    }),
  );
  const body = useMemo(() => (event.bodyText === undefined ? event.body : null), [event]);
  return (
    <>
      <Link to="/flows/$flowId" params={{ flowId: run.flowId }} className={linkButtonClass({ look: 'ghost' })}>
        <SquareArrowOutUpRight size={14} aria-hidden />
        Open the flow
      </Link>
      {mayRepair ? <ReplayButton runId={run.id} flowId={run.flowId} body={body} /> : null}
      {mayRepair && run.finishedAt === null ? (
        <Button
          look="danger"
          icon={Ban}
          busy={cancel.isPending}
          disabled={run.cancelRequestedAt !== null}
          onClick={() => cancel.mutate({ runId: run.id })}
        >
          Cancel run
        </Button>
      ) : null}
    </>
  );
}
