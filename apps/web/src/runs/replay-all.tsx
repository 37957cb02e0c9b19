import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { useMemo, useState } from 'react';
import { trpc } from '../app/api-client.ts';
import { ErrorBox } from '../app/error-box.tsx';
import { Loaded } from '../app/loaded.tsx';
import { Button, Dialog, durationWords, Heading, RadioCards, Skeleton, TextField } from '../ui/index.ts';
import { runListQuery } from './run-filters.ts';
import type { RunSearch } from './run-filters.ts';

/** Replays all ended runs that the filters of the list find. */
export function ReplayAllButton({ search }: { readonly search: RunSearch }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="large" icon={RotateCcw} onClick={() => setOpen(true)}>
        Replay all…
      </Button>
      {open ? <ReplayAllDialog search={search} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

const fastest = 100;
const usualPace = 5;
const shownFlows = 5;

function ReplayAllDialog({ search, onClose }: { readonly search: RunSearch; readonly onClose: () => void }) {
  const client = useQueryClient();
  const [version, setVersion] = useState<'original' | 'latest'>('latest');
  const [from, setFrom] = useState<'start' | 'failedStep'>('failedStep');
  const [pace, setPace] = useState(String(usualPace));
  // The runs of the moment at which the dialog was opened.
  const filter = useMemo(() => runListQuery(search, new Date()), [search]);
  const preview = useQuery(trpc.bulk.preview.queryOptions(filter, { staleTime: 0 }));
  const start = useMutation(
    trpc.bulk.start.mutationOptions({
      onSuccess: () => {
        void client.invalidateQueries({ queryKey: trpc.bulk.list.pathKey() });
        onClose();
      },
    }),
  );
  const runs = preview.data?.runs ?? 0;
  const perSecond = Number(pace);
  const paceIsFine = Number.isInteger(perSecond) && perSecond >= 1 && perSecond <= fastest;
  return (
    <Dialog
      onClose={onClose}
      size="medium"
      title="Replay all runs that the filters find"
      description="As the same events: what was done stays done, at systems that know their keys."
      footer={
        <>
          <Button
            look="primary"
            busy={start.isPending}
            disabled={runs === 0 || !paceIsFine}
            onClick={() => start.mutate({ filter, version, from, perSecond })}
          >
            {runs === 0 ? 'Replay' : `Replay ${runs} ${runs === 1 ? 'run' : 'runs'}`}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <div className="grid gap-4">
        <Loaded query={preview} loading={<Skeleton className="h-10" />}>
          {({ flows }) => <Found runs={runs} flows={flows} />}
        </Loaded>
        <section className="grid gap-1.5">
          <Heading>Which version</Heading>
          <RadioCards
            label="Which version"
            value={version}
            onChange={setVersion}
            cards={[
              {
                value: 'latest',
                title: 'The latest version',
                detail: 'As the flow is published now, with what was mended.',
              },
              {
                value: 'original',
                title: 'The version that each run had',
                detail: 'When the cause lay outside the flow.',
              },
            ]}
          />
        </section>
        <section className="grid gap-1.5">
          <Heading>From where</Heading>
          <RadioCards
            label="From where"
            value={from}
            onChange={setFrom}
            cards={[
              {
                value: 'failedStep',
                title: 'From the step that failed',
                detail:
                  'What does not depend on it stays as it was. A run of which no step failed begins at the beginning.',
              },
              { value: 'start', title: 'From the beginning', detail: 'All steps run again; their keys stay the same.' },
            ]}
          />
        </section>
        <TextField
          label="At most"
          type="number"
          min={1}
          max={fastest}
          fieldClassName="w-60"
          suffix={<span className="text-12 whitespace-nowrap text-ink-3">runs a second</span>}
          value={pace}
          onChange={(event) => setPace(event.target.value)}
          error={paceIsFine ? undefined : `From 1 to ${fastest}.`}
          hint={
            paceIsFine && runs > 0
              ? `Starting them takes ${durationWords(Math.ceil(runs / perSecond) * 1_000)}.`
              : undefined
          }
        />
        {start.error === null ? null : <ErrorBox error={start.error} />}
      </div>
    </Dialog>
  );
}

interface FoundProps {
  readonly runs: number;
  readonly flows: readonly { readonly flowId: string; readonly flowName: string; readonly runs: number }[];
}

function Found({ runs, flows }: FoundProps) {
  if (runs === 0) {
    return (
      <p className="text-ink-2">
        No run that has ended fits the filters, or all that do were repaired by a replay already.
      </p>
    );
  }
  const more = flows.length - shownFlows;
  return (
    <div className="grid gap-1">
      <p>
        <b className="tabular font-semibold">{runs}</b> {runs === 1 ? 'run' : 'runs'} of{' '}
        {flows.length === 1 ? 'one flow' : `${flows.length} flows`}. Runs that have not ended, and those that a replay
        has repaired, are left out.
      </p>
      <ul className="grid gap-0.5 text-ink-2">
        {flows.slice(0, shownFlows).map((flow) => (
          <li key={flow.flowId} className="flex gap-2">
            <span className="tabular w-16 text-right">{flow.runs}</span>
            <span className="truncate">{flow.flowName}</span>
          </li>
        ))}
        {more > 0 ? <li className="text-ink-3">and {more} more</li> : null}
      </ul>
    </div>
  );
}
