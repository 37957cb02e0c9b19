import { useSubscription } from '@trpc/tanstack-react-query';
import { useEffect, useRef } from 'react';
import { trpc } from '../app/api-client.ts';
import { Paced } from '../app/paced.ts';

const paceMs = 1_000;

/** Calls when the server says that runs moved, at most once a second and never twice at a time. Answers whether the line to it is open. */
export function useLiveRuns(onMoved: () => Promise<unknown>): boolean {
  const latest = useRef(onMoved);
  useEffect(() => {
    latest.current = onMoved;
  });
  const paced = useRef<Paced>(undefined);
  useEffect(() => {
    const made = new Paced(() => latest.current(), paceMs);
    paced.current = made;
    return () => made.stop();
  }, []);
  const subscription = useSubscription(
    trpc.run.watchList.subscriptionOptions(undefined, { onData: () => paced.current?.ask() }),
  );
  return subscription.status === 'pending';
}
