// Live views: a notice says that something may have changed, the reader looks for itself. Losing a notice costs a delay.

export const flowTopic = (flowId: string): string => `flow:${flowId}`;
export const runTopic = (runId: string): string => `run:${runId}`;
export const runsTopic = (environmentId: string): string => `runs:${environmentId}`;

export interface LiveBus {
  /** Calls `wake` at each notice about the topic; hands back how to stop. */
  subscribe(topic: string, wake: () => void): () => void;
}

/**
 * Yields at once, then after each notice, and at the latest every `everyMs`; ends with the signal. Notices that come
 * while the reader works count as one; between two looks lie at least `pauseMs`.
 */
export async function* looks(
  bus: LiveBus,
  topic: string,
  { everyMs, pauseMs, signal }: { everyMs: number; pauseMs: number; signal: AbortSignal },
): AsyncGenerator<undefined> {
  let noticed = false;
  let wake = (): void => undefined;
  const stop = bus.subscribe(topic, () => {
    noticed = true;
    wake();
  });
  const nextLook = (limitMs: number, untilNoticed: boolean): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(done, limitMs);
      function done(): void {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        wake = () => undefined;
        resolve();
      }
      signal.addEventListener('abort', done);
      if (untilNoticed) wake = done;
      if (signal.aborted || (untilNoticed && noticed)) done();
    });
  try {
    while (!signal.aborted) {
      noticed = false;
      yield undefined;
      await nextLook(pauseMs, false);
      await nextLook(everyMs, true);
    }
  } finally {
    stop();
  }
}
