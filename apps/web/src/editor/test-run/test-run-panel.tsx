import { isUndoPath } from '@patchbay/model/run';
import { Link } from '@tanstack/react-router';
import { FlaskConical } from 'lucide-react';
import { ErrorBox } from '../../app/error-box.tsx';
import { Button, durationWords, Status, withPlaceWords } from '../../ui/index.ts';
import { chosenTurns, shownSteps, statusLook, statusWords } from '../canvas/index.ts';
import { useDoc, useEditor, useEditorState, useTestRun } from '../editor-context.ts';
import { noRun } from '../test-run.store.ts';

const runWords = {
  queued: 'Waiting for a worker',
  running: 'Running',
  waiting: 'Waiting',
  succeeded: 'Succeeded',
  failed: 'Failed',
  cancelled: 'Cancelled',
  compensating: 'Undoing',
} as const;

/** The present test run, step by step; a click shows the step's input and output in the inspector. */
export function TestRunPanel() {
  const { run: store } = useEditor();
  const run = useTestRun((state) => state);
  const doc = useDoc();
  const goTo = useEditorState((state) => state.goTo);
  if (run.error !== null) {
    return (
      <ErrorBox className="m-3 max-w-150" error={run.error} doing="The test run could not be started or followed" />
    );
  }
  if (run.phase === 'none') {
    return (
      <p className="flex items-center gap-2 px-3 py-2 text-ink-2">
        <FlaskConical size={16} aria-hidden className="text-ink-3" />
        A test run sends the trigger’s sample through the draft. Steps that write to other systems really write there.
      </p>
    );
  }
  return (
    <div>
      <div className="flex h-9 items-center gap-3 border-b border-line px-3">
        <Status
          look={
            run.status === 'queued' || run.phase === 'starting'
              ? 'queued'
              : run.status === 'compensating'
                ? 'undoing'
                : run.status
          }
        >
          {run.phase === 'starting' ? 'Starting' : runWords[run.status]}
        </Status>
        {run.runId === null ? null : (
          <Link to="/runs/$runId" params={{ runId: run.runId }} className="text-accent-text hover:underline">
            Open the run
          </Link>
        )}
        <span className="flex-1" />
        <Button look="ghost" size="small" onClick={() => store.setState(noRun)}>
          Clear
        </Button>
      </div>
      <ul aria-label="Steps of the test run">
        {shownSteps(run.steps, chosenTurns(run.steps)).map((step) => {
          const node = doc.nodes.find((candidate) => candidate.id === step.nodeId);
          const ms = step.finishedAt === undefined ? null : Date.parse(step.finishedAt) - Date.parse(step.startedAt);
          return (
            <li key={step.path}>
              <button
                type="button"
                className="flex min-h-7 w-full items-start gap-3 px-3 py-1 text-left outline-offset-[-2px] hover:bg-hover"
                onClick={() => goTo(step.nodeId)}
              >
                <Status look={statusLook[step.status]}>{statusWords[step.status]}</Status>
                <span className="flex-none font-medium">
                  {isUndoPath(step.path) ? `Undo: ${node?.label ?? step.nodeId}` : (node?.label ?? step.path)}
                </span>
                <span className="min-w-0 flex-1 text-ink-3 wrap-anywhere">
                  {withPlaceWords(step.error?.message ?? '')}
                </span>
                <span className="tabular text-ink-3">{ms === null ? '' : durationWords(ms)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
