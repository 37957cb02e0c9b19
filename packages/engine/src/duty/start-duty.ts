// Work that a process does again and again beside everything else, one turn after the other. What keeps two processes from doing the
// same at once is a lease that the work takes, not this.

export interface DutyOptions {
  readonly everyMs: number;
  /** One turn. True: there is more to do, so the next turn comes at once. */
  readonly work: () => Promise<boolean | void>;
  /** What a turn rejects with; the next one comes in its time. */
  readonly onError: (error: unknown) => void;
}

export interface Duty {
  /** A turn now, or right after the one under way. */
  look(): void;
  /** No further turn begins; resolves when the one under way has ended. */
  stop(): Promise<void>;
}

export function startDuty({ everyMs, work, onError }: DutyOptions): Duty {
  let current: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  const turns = async (): Promise<void> => {
    do {
      again = false;
      again = (await work()) === true || again;
    } while (again && !stopped);
  };
  const begin = (): void => {
    if (stopped || current !== null) return;
    current = turns()
      .catch(onError)
      .finally(() => {
        current = null;
        // Asked for while the last turn failed.
        if (again) begin();
      });
  };
  const timer = setInterval(begin, everyMs);
  return {
    look: () => {
      again = current !== null;
      begin();
    },
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await current;
    },
  };
}
