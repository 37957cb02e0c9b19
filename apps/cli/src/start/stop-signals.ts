// Who asks the launcher to stop: Ctrl-C, a service manager, a closed terminal, or the death of the process that started it.
// npm passes a SIGTERM to the shell between it and us, which dies of it and tells nobody: there its death is the message.

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
const WATCH_MS = 250;

export function listenForStop({ byNpm }: { byNpm: boolean }): StopSignals {
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
  const watch = byNpm ? watchParent(request) : undefined;
  return {
    asked: asked.promise,
    forced: forced.promise,
    dispose: () => {
      for (const signal of SIGNALS) process.off(signal, request);
      process.off('disconnect', request);
      clearInterval(watch);
    },
  };
}

function watchParent(onGone: () => void): NodeJS.Timeout | undefined {
  if (process.platform === 'win32') return undefined;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    onGone();
  }, WATCH_MS);
  return watch;
}
