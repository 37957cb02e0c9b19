import type { CheckpointData } from '@patchbay/model/run';
import type { ClaimedRun, ReleaseWrite } from './run-store.ts';

/** A run that was advanced where its event arrived, in one piece: nothing of it was written before. */
export interface ExpressRun extends Pick<ReleaseWrite, 'status' | 'wakeAt' | 'error' | 'deadLetter' | 'undoing'> {
  readonly run: ClaimedRun;
  readonly data: CheckpointData;
  readonly finishedAt: Date;
  /** Session of the server whose caller still waits: for a run that goes on elsewhere. */
  readonly replyTo: number | null;
}

/** Where express runs are kept, a moment after their callers were answered. */
export interface ExpressHistory {
  /** So much waits to be written that nothing more should be begun. */
  readonly isFull: boolean;
  /** A run that ended. It is written in a moment, by whoever keeps it: the run's caller was answered and nobody waits. */
  keep(run: ExpressRun): void;
  /** A run that goes on elsewhere. Resolves after COMMIT; a database that is away is asked again until it is back. */
  move(run: ExpressRun): Promise<void>;
}
