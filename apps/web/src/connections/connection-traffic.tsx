import { useMutation, useQueryClient } from '@tanstack/react-query';
import { trpc } from '../app/api-client.ts';
import { ErrorBox } from '../app/error-box.tsx';
import { useMay } from '../app/session.ts';
import { Button, ProblemBox, Status, TimeText, toast } from '../ui/index.ts';
import type { ConnectionItem } from './test-state.tsx';

type Traffic = NonNullable<ConnectionItem['traffic']>;

/** Only what a person should know: calls that go at once need no word. */
export function TrafficState({ traffic }: { readonly traffic: ConnectionItem['traffic'] }) {
  switch (traffic?.status) {
    case 'paused':
      return <Status look="waiting">Paused</Status>;
    case 'trying':
      return <Status look="waiting">Trying again</Status>;
    case 'busy':
      return <Status look="parked">Calls wait</Status>;
    case 'free':
    case undefined:
      return null;
  }
}

/** How the limits stand, and the way out of a pause. */
export function ConnectionTraffic({ connection }: { readonly connection: ConnectionItem }) {
  const { traffic, limits } = connection;
  if (traffic === null) return null;
  const counts = [
    ...(traffic.begun === null || limits.rate === undefined
      ? []
      : [`${traffic.begun} of ${limits.rate.calls.toLocaleString('en')} calls in the last ${limits.rate.per}`]),
    ...(traffic.underWay === null || limits.concurrent === undefined
      ? []
      : [`${traffic.underWay} of ${limits.concurrent.toLocaleString('en')} calls under way`]),
  ].join(' · ');
  if (traffic.status === 'paused' || traffic.status === 'trying') {
    return <Paused connection={connection} traffic={traffic} />;
  }
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-2">
      {traffic.status === 'busy' ? (
        <TrafficState traffic={traffic} />
      ) : (
        <Status look="succeeded">Calls go at once</Status>
      )}
      {counts === '' ? null : <span className="tabular-nums">{counts}</span>}
    </div>
  );
}

function Paused({ connection, traffic }: { readonly connection: ConnectionItem; readonly traffic: Traffic }) {
  const mayResume = useMay('run.repair');
  const client = useQueryClient();
  const resume = useMutation(
    trpc.connection.resume.mutationOptions({
      onSuccess: async () => {
        toast('Calls go on', { detail: connection.name });
        await client.invalidateQueries({ queryKey: trpc.connection.pathKey() });
      },
    }),
  );
  return (
    <div className="grid gap-2">
      <ProblemBox
        tone="wait"
        title={
          <>
            {traffic.pausedSince === null ? (
              'Calls are paused'
            ) : (
              <>
                Calls have been paused since <TimeText at={traffic.pausedSince} />
              </>
            )}
          </>
        }
        cause={traffic.cause}
        who="An operator, once the system is well again"
        next={
          traffic.status === 'trying' || traffic.triesAt === null ? (
            'The next call is a try; when it works, all go on by themselves.'
          ) : (
            <>
              One call is tried at <TimeText at={traffic.triesAt} />; when it works, all go on by themselves.
            </>
          )
        }
        actions={
          mayResume ? (
            <Button busy={resume.isPending} onClick={() => resume.mutate({ connectionId: connection.id })}>
              Resume now
            </Button>
          ) : undefined
        }
      />
      {resume.error === null ? null : <ErrorBox error={resume.error} />}
    </div>
  );
}
