// What a run's status is called, and how it looks. Words are coloured only when a person should look.
import { assertNever } from '@patchbay/model/errors';
import type { RunStatus, StepStatus } from '@patchbay/model/run';
import { isUnderWay } from '@patchbay/model/run';
import type { StatusLook } from '../ui/index.ts';

export interface StatusWords {
  readonly look: StatusLook;
  readonly words: string;
}

export const runStatusWords: Readonly<Record<RunStatus, string>> = {
  queued: 'Queued',
  running: 'Running',
  waiting: 'Waiting',
  succeeded: 'Succeeded',
  failed: 'Failed',
  cancelled: 'Cancelled',
  compensating: 'Undoing',
};

export function runLook({
  status,
  needsDecision,
}: {
  readonly status: RunStatus;
  readonly needsDecision: boolean;
}): StatusWords {
  if (needsDecision && (status === 'waiting' || status === 'compensating'))
    return { look: 'unknown', words: 'Needs a decision' };
  const look = status === 'waiting' ? 'parked' : status === 'compensating' ? 'undoing' : status;
  return { look, words: runStatusWords[status] };
}

/** `over`: the run has ended, so what was under way then is no more. */
export function stepLook(status: StepStatus, over = false): StatusWords {
  if (over && isUnderWay(status)) return { look: 'cancelled', words: 'Not finished' };
  switch (status) {
    case 'queued':
      return { look: 'queued', words: 'Queued' };
    case 'started':
      return { look: 'running', words: 'Running' };
    case 'succeeded':
      return { look: 'succeeded', words: 'Succeeded' };
    case 'failed':
      return { look: 'failed', words: 'Failed' };
    case 'skipped':
      return { look: 'skipped', words: 'Not taken' };
    case 'unknown':
      return { look: 'unknown', words: 'Unknown' };
    case 'waiting':
      return { look: 'waiting', words: 'Waiting' };
    case 'compensated':
      return { look: 'undone', words: 'Taken back' };
    default:
      return assertNever(status);
  }
}

/** The beginning of a run's id (UUIDv7), which the search finds: the millisecond at which it came in, and what tells those of one millisecond apart. */
export const shortRunId = (runId: string): string => runId.slice(0, 18);
