import type { StepRecord } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import { CircleHelp } from 'lucide-react';
import { useState } from 'react';
import { ErrorBox } from '../app/error-box.tsx';
import { Button, ProblemBox, RadioCards, TextAreaField } from '../ui/index.ts';
import { parseJsonText } from './json-text.ts';

export type Decision = 'done' | 'retry' | 'fail';

export interface StepDecisionProps {
  readonly step: StepRecord;
  readonly label: string;
  readonly busy: boolean;
  readonly error: unknown;
  /** Absent when the person's role does not allow to decide. */
  readonly onDecide?: (decision: Decision, output: Json | undefined) => void;
}

/** A step whose effect may or may not have happened: what is known, and the three ways on. */
export function StepDecision({ step, label, busy, error, onDecide }: StepDecisionProps) {
  const [decision, setDecision] = useState<Decision>('done');
  const [text, setText] = useState('');
  const parsed = parseJsonText(text);
  const nextAttempt = (step.attempts.at(-1)?.number ?? 0) + 1;
  return (
    <div className="flex-none px-4 pt-1 pb-3">
      <ProblemBox
        tone="wait"
        icon={CircleHelp}
        title="Done or not: nobody can know"
        cause={
          step.error?.message ??
          'The request was sent and its answer was lost. Doing it again could do it twice, so Patchbay did not try.'
        }
        who="An operator who can look into the other system"
        next={`Look in the other system whether “${label}” happened, then decide below.`}
      />
      <h3 className="mt-3.5 mb-1.5 text-12 font-semibold text-ink-2">What happened?</h3>
      <RadioCards
        label="What happened?"
        value={decision}
        onChange={setDecision}
        cards={[
          {
            value: 'done',
            title: 'It was done',
            detail: 'Continue with its result; nothing is sent again.',
            extra: (
              <TextAreaField
                label="Its result, as JSON"
                mono
                rows={3}
                placeholder='{ "trackingNumber": "PN4400718DK" }'
                value={text}
                onChange={(event) => setText(event.target.value)}
                hint="Later steps read it as this step’s output. Empty: they find nothing there."
                error={parsed.problem}
              />
            ),
          },
          { value: 'retry', title: 'It was not done', detail: `Send it once more, now, as attempt ${nextAttempt}.` },
          {
            value: 'fail',
            title: 'Give up',
            detail: 'The step fails; the flow goes on at its error port, or the run ends as failed.',
          },
        ]}
      />
      {error === null ? null : <ErrorBox error={error} className="mt-2" />}
      <div className="mt-2.5 flex items-center gap-2">
        <Button
          look="primary"
          busy={busy}
          disabled={onDecide === undefined || (decision === 'done' && parsed.problem !== undefined)}
          onClick={() => onDecide?.(decision, decision === 'done' ? parsed.value : undefined)}
        >
          Continue the run
        </Button>
        <span className="text-12 text-ink-3">
          {onDecide === undefined ? 'Needs the role operator' : 'Audited with your name'}
        </span>
      </div>
    </div>
  );
}
