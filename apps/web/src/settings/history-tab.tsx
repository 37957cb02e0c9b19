import type { ApiOutputs } from '@patchbay/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../app/api-client.ts';
import { ErrorBox } from '../app/error-box.tsx';
import { Loaded } from '../app/loaded.tsx';
import { useMay } from '../app/session.ts';
import { Button, Dialog, Heading, ProblemBox, Skeleton, TimeText, toast } from '../ui/index.ts';
import { FlowRules } from './flow-rules.tsx';
import { KeepFields } from './keep-fields.tsx';
import { type KeepRuns, sameKeep } from './keep-words.ts';

/** How long runs are kept: in the workspace, and by flows with a rule of their own. */
export function HistoryTab() {
  const rules = useQuery(trpc.retention.get.queryOptions());
  return (
    <Loaded
      query={rules}
      className="mb-4 max-w-150"
      loading={
        <div aria-busy className="grid max-w-100 gap-4">
          <Skeleton className="h-12" />
          <Skeleton className="h-12" />
          <Skeleton className="h-12" />
        </div>
      }
    >
      {(data) => <Rules {...data} />}
    </Loaded>
  );
}

function Rules({ flows, troubles, ...own }: ApiOutputs['retention']['get']) {
  return (
    <div className="grid max-w-180 gap-8">
      <WorkspaceRule key={JSON.stringify(own)} stored={own} />
      {troubles.map((trouble) => (
        <RemovalTrouble key={trouble.flowId} {...trouble} />
      ))}
      <FlowRules flows={flows} usual={own} />
    </div>
  );
}

function RemovalTrouble({ flowName, since, reason }: RemovalTroubleProps) {
  return (
    <ProblemBox
      tone="wait"
      title={`Old runs of “${flowName}” could not be removed`}
      cause={
        <>
          {reason} (since <TimeText at={since} />)
        </>
      }
      who="Whoever runs the database: the log of the worker says more."
      next="It is tried again every few minutes. Runs of other flows are removed meanwhile."
    />
  );
}

interface RemovalTroubleProps {
  readonly flowName: string;
  readonly since: string;
  readonly reason: string;
}

function WorkspaceRule({ stored }: { readonly stored: KeepRuns }) {
  const mayEdit = useMay('retention.edit');
  const [keep, setKeep] = useState(stored);
  const [asking, setAsking] = useState(false);
  const isChanged = !sameKeep(keep, stored);
  return (
    <section className="grid gap-3">
      <Heading level={2}>How long runs are kept</Heading>
      <p className="max-w-150 text-ink-2">
        What has been kept that long is removed: the run, its event, steps, answers and files. Runs that are under way
        or wait stay. The audit is never removed, and an event that comes twice is still recognised for 30 days.
      </p>
      <div className="grid max-w-100 gap-3">
        <KeepFields keep={keep} onChange={setKeep} disabled={!mayEdit} />
      </div>
      {mayEdit ? (
        <div className="flex gap-2">
          <Button look="primary" disabled={!isChanged} onClick={() => setAsking(true)}>
            Save
          </Button>
          {isChanged ? <Button onClick={() => setKeep(stored)}>Undo</Button> : null}
        </div>
      ) : (
        <p className="text-12 text-ink-3">An admin of the workspace can change this.</p>
      )}
      {asking ? <ConfirmRule keep={keep} onClose={() => setAsking(false)} /> : null}
    </section>
  );
}

function ConfirmRule({ keep, onClose }: { readonly keep: KeepRuns; readonly onClose: () => void }) {
  const client = useQueryClient();
  const older = useQuery(trpc.retention.preview.queryOptions(keep, { staleTime: 0, gcTime: 0 }));
  const save = useMutation(
    trpc.retention.set.mutationOptions({
      onSuccess: () => {
        void client.invalidateQueries({ queryKey: trpc.retention.pathKey() });
        toast('Saved', { detail: 'Workers look every few minutes for what has been kept long enough.' });
        onClose();
      },
    }),
  );
  const { data } = older;
  const removes = data !== undefined && data.runs > 0;
  return (
    <Dialog
      onClose={onClose}
      title={removes ? 'Remove older runs?' : 'Keep runs this long?'}
      footer={
        <>
          <Button
            look={removes ? 'danger' : 'primary'}
            busy={save.isPending}
            disabled={data === undefined && older.error === null}
            onClick={() => save.mutate(keep)}
          >
            {removes ? 'Save and remove' : 'Save'}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <div className="grid gap-3">
        {older.error !== null ? (
          <ErrorBox error={older.error} onRetry={() => void older.refetch()} doing="Nobody counted what is older" />
        ) : data === undefined ? (
          <Skeleton className="h-5 w-80" />
        ) : (
          <p>{removedWords(data)}</p>
        )}
        {save.error === null ? null : <ErrorBox error={save.error} />}
      </div>
    </Dialog>
  );
}

function removedWords({ runs, isMore }: { readonly runs: number; readonly isMore: boolean }): string {
  if (runs === 0) return 'No run is older than that: nothing is removed now.';
  const count = runs === 1 ? 'One run is' : `${isMore ? 'More than ' : ''}${runs.toLocaleString('en')} runs are`;
  return `${count} older than that and will be removed within minutes, with events, steps, answers and files. What was removed cannot be brought back.`;
}
