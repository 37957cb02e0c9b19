// Why a step or a run failed, in words. The code itself is what expressions of a flow read: `errors.<step>.code`.
import type { Attempt } from '@patchbay/model/run';

interface Cause {
  /** A sentence without its stop. */
  readonly words: string;
  /** In a bar of the timeline. */
  readonly short: string;
}

const causes: ReadonlyMap<string, Cause> = new Map(
  Object.entries({
    auth: { words: 'The other side refused the credential', short: 'not let in' },
    rateLimited: { words: 'The other side takes no more calls for now', short: 'too many calls' },
    transient: { words: 'The other side was not reached, was overloaded, or failed itself', short: 'no good answer' },
    invalidInput: { words: 'What the step was given does not fit', short: 'does not fit' },
    notFound: { words: 'What it asks for is not there', short: 'not found' },
    conflict: { words: 'It contradicts what the other side holds', short: 'conflict' },
    permanent: { words: 'Doing it again would end the same way', short: 'fails again' },
    mapping: { words: 'The mapping could not make its result', short: 'mapping' },
    expression: { words: 'An expression could not be worked out', short: 'expression' },
    typeMismatch: { words: 'A value is of another type than is asked for', short: 'wrong type' },
    budgetExceeded: { words: 'It took more steps, text or memory than it may', short: 'took too much' },
    timedOut: { words: 'It took longer than it may', short: 'too slow' },
    timeBudget: { words: 'It took longer than it may', short: 'too slow' },
    crashed: { words: 'The process that did it ended in the middle of it', short: 'crashed' },
    cancelled: { words: 'The run was cancelled', short: 'cancelled' },
  } satisfies Record<string, Cause>),
);

/** Undefined where the code is one of the flow's own, or says nothing that the message does not say. */
export const causeWords = (code: string): string | undefined => causes.get(code)?.words;

/** What came of an attempt, as short as a bar is: the status that came back, else the cause, else what was noted. */
export function attemptWords({ answer, error }: Pick<Attempt, 'answer' | 'error'>): string | undefined {
  const details = error?.details;
  const status = typeof details === 'object' && details !== null && 'status' in details ? details['status'] : undefined;
  if (typeof status === 'number') return String(status);
  return answer !== undefined && answer === error?.code ? (causes.get(answer)?.short ?? answer) : answer;
}
