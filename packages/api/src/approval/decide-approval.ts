// One decision, whichever way it came: judged against the form, stored once, audited; the run that waits goes on.
import type { FoundWait } from '@patchbay/db/run-store';
import type { WaitKey } from '@patchbay/engine/drivers';
import { AppError } from '@patchbay/model/errors';
import type { Actor } from '@patchbay/model/identity';
import { ApprovalQuestion, formValues, nodeOfPath } from '@patchbay/model/run';
import type { ApprovalDecision } from '@patchbay/model/run';
import type { ServiceDeps } from '../trpc/service-deps.ts';

export interface DecisionToTake {
  readonly key: WaitKey;
  readonly found: FoundWait;
  readonly question: ApprovalQuestion;
  readonly decision: ApprovalDecision['decision'];
  /** What was filled in, by the names of the fields. */
  readonly given: Readonly<Record<string, unknown>>;
  /** Who decides, as the run and the audit name them. */
  readonly by: string;
  readonly actor: Actor;
}

/** The question of a wait, or null where no person is asked. */
export function questionOf({ ask }: Pick<FoundWait, 'ask'>): ApprovalQuestion | null {
  return ask === null ? null : ApprovalQuestion.parse(JSON.parse(ask));
}

/** @throws AppError `unprocessable` with `problems` by field, `conflict` when somebody was first, `gone` when it is too late. */
export async function decideApproval(
  { waitAnswers, accept }: Pick<ServiceDeps, 'waitAnswers' | 'accept'>,
  { key, found, question, decision, given, by, actor }: DecisionToTake,
): Promise<void> {
  const { values, problems } = formValues(question.fields, given, decision);
  const [first] = Object.values(problems);
  if (first !== undefined) throw AppError.because('unprocessable', first, { problems });
  const made: ApprovalDecision = { decision, by, at: new Date(accept.nowMs()).toISOString(), fields: { ...values } };
  const outcome = await waitAnswers.answer({
    ...key,
    nodeId: nodeOfPath(key.path),
    kind: 'approval',
    answeredBy: by,
    contentType: 'application/json',
    meta: '{}',
    body: Buffer.from(JSON.stringify(made)),
    blob: null,
    audit: { actor, action: 'approval.decide', targetId: found.runId, after: { path: key.path, decision, by } },
  });
  if (outcome.type === 'over' || outcome.type === 'ended') throw tooLate(outcome.type);
  if (outcome.type !== 'stored') {
    const who = outcome.by ?? 'Somebody';
    throw AppError.because('conflict', `${who} has decided this already, at ${outcome.at.toISOString()}.`);
  }
  for (const runId of outcome.woken) accept.wakeUp(runId);
}

const tooLate = (why: 'over' | 'ended'): AppError =>
  AppError.because(
    'gone',
    why === 'over'
      ? 'The time to decide is over; the run went on without a decision.'
      : 'The run that asked has ended, so there is nothing to decide any more.',
  );
