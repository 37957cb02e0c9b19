import type { FlowNode } from '@patchbay/model/flow';
import type { Json } from '@patchbay/model/schema';
import { CircleCheck } from 'lucide-react';
import { Heading, JsonView, messageWords, ProblemBox, TimeText } from '../../ui/index.ts';
import { LeftOut } from '../../runs/left-out.tsx';
import { LargeInput, LargeOutput } from '../../runs/step-content.tsx';
import { StepConsoleLines } from '../../runs/step-console.tsx';
import { useTestRun } from '../editor-context.ts';
import { isStale, stepOf } from '../test-run.store.ts';

const note = 'px-4 py-3 text-ink-3';

/** What the step was given in the last test run. */
export function StepInput({ node }: { readonly node: FlowNode }) {
  const runId = useTestRun((run) => run.runId);
  const step = useTestRun((run) => stepOf(run, node.id));
  if (step === undefined) return <p className={note}>Nothing yet: start a test run to see what this step is given.</p>;
  if (step.inputRef !== undefined && runId !== null) {
    return <LargeInput runId={runId} path={step.path} sizeBytes={step.inputRef.sizeBytes} />;
  }
  return (
    <StepValue
      node={node}
      value={step.input}
      label={`Input of ${node.label}`}
      none="This step takes no input of its own."
    />
  );
}

export function StepOutput({ node }: { readonly node: FlowNode }) {
  const runId = useTestRun((run) => run.runId);
  const step = useTestRun((run) => stepOf(run, node.id));
  if (step === undefined) return <p className={note}>Nothing yet: start a test run to see what this step hands on.</p>;
  return (
    <>
      {step.outputRef !== undefined && runId !== null ? (
        <LargeOutput runId={runId} path={step.path} sizeBytes={step.outputRef.sizeBytes} />
      ) : (
        <StepValue
          node={node}
          value={step.output}
          label={`Output of ${node.label}`}
          none="This step has handed on nothing so far."
        />
      )}
      {step.console === undefined ? null : (
        <div className="max-h-1/2 flex-none overflow-auto border-t border-line">
          <Heading className="px-4 pt-2">Console</Heading>
          <StepConsoleLines console={step.console} />
        </div>
      )}
    </>
  );
}

function StepValue({
  node,
  value,
  label,
  none,
}: {
  readonly node: FlowNode;
  readonly value: Json | undefined;
  readonly label: string;
  readonly none: string;
}) {
  const stale = useTestRun((run) => isStale(run, node));
  return (
    <>
      {stale ? (
        <p className="bg-chg-soft px-4 py-1.5 text-12 text-chg">
          From the last test run; the settings of this step changed since.
        </p>
      ) : null}
      {value === undefined ? (
        <p className={note}>{none}</p>
      ) : (
        <JsonView value={value} label={label} className="h-full" />
      )}
    </>
  );
}

/** Each attempt that failed, with what the other side said. */
export function StepErrors({ node }: { readonly node: FlowNode }) {
  const step = useTestRun((run) => stepOf(run, node.id));
  if (step === undefined) return <p className={note}>Nothing yet: start a test run first.</p>;
  const failed = step.attempts.filter((attempt) => attempt.error !== undefined);
  const last = step.error;
  if (failed.length === 0 && last === undefined && step.rejected !== undefined) {
    return <LeftOut rejected={step.rejected} />;
  }
  if (failed.length === 0 && last === undefined) {
    return (
      <p className="flex items-center gap-2 px-4 py-3 text-ink-2">
        <CircleCheck size={16} aria-hidden className="text-ok" />
        No attempt failed in the last test run.
      </p>
    );
  }
  return (
    <div className="grid gap-3 p-4">
      {step.rejected === undefined ? null : <LeftOut rejected={step.rejected} />}
      {last === undefined ? null : <ProblemBox title={messageWords(last)} cause={last.code} next={last.next} />}
      {failed.map((attempt) => (
        <div key={attempt.number} className="rounded-2 border border-line px-3 py-2">
          <div className="flex items-center gap-2">
            <span className="font-medium">Attempt {attempt.number}</span>
            {attempt.answer === undefined ? null : <code className="text-bad">{attempt.answer}</code>}
            <TimeText at={attempt.startedAt} className="ml-auto text-12 text-ink-3" />
          </div>
          <p className="text-12 text-ink-2 wrap-anywhere">
            {attempt.error === undefined ? '' : messageWords(attempt.error)}
          </p>
        </div>
      ))}
    </div>
  );
}
