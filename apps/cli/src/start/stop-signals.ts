// Who asks the launcher to stop: Ctrl-C, a service manager, a closed terminal, or the death of the process that started it.

export interface StopSignals {
  /** Resolves at the first request. */
  readonly asked: Promise<void>;
  /** Resolves at a second one: no more patience. */
  readonly forced: Promise<void>;
  dispose(): void;
}

/** One Ctrl-C reaches us more than once: from the terminal and from npm, which passes it on. */
const ONE_REQUEST_MS = 800;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export function listenForStop(): StopSignals {
  const asked = Promise.withResolvers<void>();
  const forced = Promise.withResolvers<void>();
  let firstAt: number | undefined;
  const request = (): void => {
    const now = performance.now();
    if (firstAt === undefined) {
      firstAt = now;
      asked.resolve();
    } else if (now - firstAt > ONE_REQUEST_MS) {
      forced.resolve();
    }
  };
  for (const signal of SIGNALS) process.on(signal, request);
  process.once('disconnect', request);
  return {
    asked: asked.promise,
    forced: forced.promise,
    dispose: () => {
      for (const signal of SIGNALS) process.off(signal, request);
      process.off('disconnect', request);
    },
  };
}
