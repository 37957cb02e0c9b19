import { useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { skipToken } from '@tanstack/react-query';
import { trpc } from '../app/api-client.ts';
import { mergeSteps } from './step-rows.ts';

/** Lays what the server tells about a run over what is shown, until the run is finished. */
export function useLiveRun(input: { readonly runId: string; readonly at?: string }, live: boolean): void {
  const client = useQueryClient();
  const queryKey = trpc.run.get.queryKey(input);
  useSubscription(
    trpc.run.watch.subscriptionOptions(live ? { runId: input.runId } : skipToken, {
      onData: (change) => {
        client.setQueryData(queryKey, (known) =>
          known === undefined
            ? known
            : { ...known, steps: mergeSteps(known.steps, change.steps), run: { ...known.run, status: change.status } },
        );
        // What the stream does not carry (duration, error, decisions, reply) is asked for when the run stands still.
        if (change.finishedAt !== null || change.status === 'waiting') void client.invalidateQueries({ queryKey });
      },
    }),
  );
}
