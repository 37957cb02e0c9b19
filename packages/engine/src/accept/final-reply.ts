import type { Reply, RunStatus } from '@patchbay/model/run';

/** What the caller of a synchronous webhook is told when the flow ends without an answer of its own. */
export function finishedReply(runId: string, status: Extract<RunStatus, 'succeeded' | 'failed' | 'cancelled'>): Reply {
  return status === 'succeeded' ? { status: 200, headers: {}, body: { runId, status } } : failureReply(runId);
}

/** The caller of an express flow waited as long as it may. */
export const overdueReply = (runId: string, budgetMs: number): Reply => ({
  status: 504,
  headers: { 'content-type': 'application/problem+json' },
  body: {
    type: 'about:blank',
    title: 'The flow did not answer in time',
    status: 504,
    detail: `Run ${runId} did not answer within ${budgetMs / 1_000} s. Its page says what became of it and which step is slow. Ask again later.`,
    runId,
  },
});

/** Says that, not why: the reason may hold data that is none of the caller's business. */
export const failureReply = (runId: string): Reply => ({
  status: 500,
  headers: { 'content-type': 'application/problem+json' },
  body: {
    type: 'about:blank',
    title: 'The flow did not finish',
    status: 500,
    detail: `Run ${runId} says why; an operator can repair it. Sending the same event again does not start it twice if the flow drops duplicates.`,
    runId,
  },
});
