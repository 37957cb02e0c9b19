import type { Diagnostic } from '@patchbay/model/errors';
import { useNavigate } from '@tanstack/react-router';
import { History, Play } from 'lucide-react';
import { Button, Divider, IconButton } from '../ui/index.ts';
import { useDoc, useEditor, useEditorState, useTestRun } from './editor-context.ts';
import { PauseButton, UnpublishButton } from './pause-button.tsx';
import { ShortcutsButton } from './shortcuts-button.tsx';
import { StartByHand } from './start-by-hand.tsx';
import { sampleOf } from './preview/trigger-sample.ts';
import { useStartTestRun } from './use-test-run.ts';
import { useKey, useNamedShortcut } from '../shortcuts/index.ts';

/** What one can do with the flow: look at its runs, try it, publish it. */
export function EditorActions({ problems }: { readonly problems: readonly Diagnostic[] }) {
  const { flowId, catalogue, mayEdit, mayPublish, mayRun } = useEditor();
  const navigate = useNavigate();
  const doc = useDoc();
  const show = useEditorState((state) => state.show);
  const phase = useTestRun((run) => run.phase);
  const start = useStartTestRun();
  const selected = useEditorState((state) => state.selection.nodes[0]);
  const triggers = doc.nodes.filter((node) => node.kind === 'trigger');
  const trigger = triggers.find((node) => node.id === selected) ?? triggers[0];
  const busy = phase === 'starting' || phase === 'running';
  const run = (): void => {
    if (trigger !== undefined && !busy) void start(trigger, sampleOf(trigger, catalogue));
  };
  useNamedShortcut('testRun', run, mayRun);
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  return (
    <>
      <ShortcutsButton />
      <IconButton
        icon={History}
        label="Runs of this flow"
        onClick={() => void navigate({ to: '/runs', search: { flow: flowId } as never })}
      />
      <PauseButton />
      <UnpublishButton />
      <Divider />
      <StartByHand />
      {mayRun ? (
        <Button
          icon={Play}
          shortcut={useKey('testRun')}
          busy={busy}
          disabled={trigger === undefined}
          title={
            trigger === undefined
              ? 'A test run needs a trigger'
              : `Runs the draft with the sample of “${trigger.label}”`
          }
          onClick={run}
        >
          Test run
        </Button>
      ) : null}
      {mayPublish && mayEdit ? (
        <Button
          look="primary"
          title={errors === 0 ? 'Make this draft live' : `${errors} ${errors === 1 ? 'error' : 'errors'} to mend first`}
          onClick={() => show({ publishing: true })}
        >
          Publish
        </Button>
      ) : null}
    </>
  );
}
