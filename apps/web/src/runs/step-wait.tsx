import type { StepWait as Wait } from '@patchbay/model/run';
import { CalendarClock, PhoneIncoming, UserCheck, Workflow } from 'lucide-react';
import { useAllPages } from '../app/all-pages.ts';
import { trpc, trpcClient } from '../app/api-client.ts';
import { ApprovalForm } from '../approvals/approval-form.tsx';
import { Heading, ProblemBox, TimeText } from '../ui/index.ts';

const looks = {
  delay: { icon: CalendarClock, title: 'Waits for a time', next: 'It goes on by itself' },
  callback: {
    icon: PhoneIncoming,
    title: 'Waits for a call of another system',
    next: 'It goes on when the other system calls the address that it was sent, until',
  },
  subflow: { icon: Workflow, title: 'Waits for the run of another flow', next: 'It goes on when that run has ended' },
  approval: { icon: UserCheck, title: 'Waits for a decision', next: 'Approve or reject, until' },
} as const;

export interface StepWaitProps {
  readonly runId: string;
  readonly path: string;
  readonly wait: Wait;
}

/** What a step waits for, until when, and where a person is asked, the question itself. */
export function StepWait({ runId, path, wait }: StepWaitProps) {
  const { icon, title, next } = looks[wait.kind];
  return (
    <div className="grid flex-none gap-3 px-4 pt-1 pb-3">
      <ProblemBox
        tone="wait"
        icon={icon}
        title={wait.title ?? title}
        cause={wait.title === undefined ? undefined : title}
        next={
          <>
            {next}
            {wait.kind === 'subflow' && wait.until !== undefined ? ', and waits until' : ''}{' '}
            {wait.until === undefined ? null : <TimeText at={wait.until} year />}
            {wait.remindAt === undefined || wait.remindedAt !== undefined ? null : (
              <>
                ; people are reminded <TimeText at={wait.remindAt} year />
              </>
            )}
            {wait.remindedAt === undefined ? null : (
              <>
                ; people were reminded <TimeText at={wait.remindedAt} year />
              </>
            )}
          </>
        }
      />
      {wait.kind === 'approval' ? <Question runId={runId} path={path} /> : null}
    </div>
  );
}

function Question({ runId, path }: Pick<StepWaitProps, 'runId' | 'path'>) {
  const approvals = useAllPages({
    under: trpc.approval.ofRun.pathKey(),
    key: runId,
    fetchPage: (page) => trpcClient.approval.ofRun.query({ ...page, runId }),
  });
  const approval = approvals.data?.find((item) => item.path === path);
  if (approval === undefined) return null;
  return (
    <section aria-label="Decide" className="grid gap-2">
      <Heading>Decide</Heading>
      <ApprovalForm approval={approval} />
    </section>
  );
}
