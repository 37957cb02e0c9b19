import { useSubscription } from '@trpc/tanstack-react-query';
import { useEffect, useRef } from 'react';
import { trpc } from '../app/api-client.ts';

/** Calls when the server says that runs moved, at most once a second and never twice at a time. Answers whether the line to it is open. */
export function useLiveRuns(onMoved: () => Promise<unknown>): boolean {
  const due = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(onMoved);
  useEffect(() => {
    latest.current = onMoved;
  });
  useEffect(() => () => clearTimeout(due.current), []);
  const subscription = useSubscription(
    trpc.run.watchList.subscriptionOptions(undefined, {
      onData: () => {
        due.current ??= setTimeout(() => {
          void latest.current().finally(() => {
            due.current = undefined;
          });
        }, 1_000);
      },
    }),
  );
  return subscription.status === 'pending';
}
