// Back-pressure: says no before anything is stored, once more waits than the workers can soon do.
import { AppError } from '@patchbay/model/errors';
import type { WorkspaceId } from '@patchbay/model/identity';

const refreshMs = 1_000;

export interface BacklogParts {
  /** Queued runs per workspace, each counted up to the limit. */
  readonly countQueued: () => Promise<ReadonlyMap<string, number>>;
  /** Events that wait for a commit in this process. */
  readonly pendingAccepts: () => number;
  readonly maxQueued: number;
  readonly maxPendingAccepts: number;
}

export class Backlog {
  readonly #parts: BacklogParts;
  #queued: ReadonlyMap<string, number> = new Map();
  #timer: NodeJS.Timeout | undefined;
  #busy = false;

  constructor(parts: BacklogParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = setInterval(() => {
      if (this.#busy) return;
      this.#busy = true;
      this.#parts
        .countQueued()
        .then(
          (queued) => {
            this.#queued = queued;
          },
          // The accept itself will say that the database is away.
          () => undefined,
        )
        .finally(() => {
          this.#busy = false;
        });
    }, refreshMs);
  }

  /** @throws AppError `unavailable` when this server is full, `rateLimited` when the workspace's backlog is. */
  refuseWhenFull(workspaceId: WorkspaceId): void {
    if (this.#parts.pendingAccepts() >= this.#parts.maxPendingAccepts) {
      throw AppError.because('unavailable', 'The server is full just now. Send the event again in a moment.', {
        retryAfterSeconds: 2,
      });
    }
    if ((this.#queued.get(workspaceId) ?? 0) >= this.#parts.maxQueued) {
      throw AppError.because(
        'rateLimited',
        'Too many runs of this workspace wait already; this event was not stored. Send it again later.',
        { retryAfterSeconds: 10 },
      );
    }
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
