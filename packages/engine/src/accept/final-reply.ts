import type { Reply, RunStatus } from '@patchbay/model/run';

/** What the caller of a synchronous webhook is told when the flow ends without an answer of its own. */
export function finishedReply(runId: string, status: Extract<RunStatus, 'succeeded' | 'failed' | 'cancelled'>): Reply {
  return status === 'succeeded' ? { status: 200, headers: {}, body: { runId, status } } : failureReply(runId);
}

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
