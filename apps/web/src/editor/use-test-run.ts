import type { FlowNode } from '@patchbay/model/flow';
import type { Json } from '@patchbay/model/schema';
import { useCallback, useEffect } from 'react';
import { trpcClient } from '../app/api-client.ts';
import { useEditor, useTestRun } from './editor-context.ts';
import { mergedSteps, noRun } from './test-run.store.ts';

type TriggerNode = Extract<FlowNode, { kind: 'trigger' }>;

/** Saves first, so that the run works on what is seen; then starts it and shows the panel. */
export function useStartTestRun(): (trigger: TriggerNode, payload: Json) => Promise<void> {
  const { flowId, autosave, run, store } = useEditor();
  return useCallback(
    async (trigger, payload) => {
      run.setState({ ...noRun, phase: 'starting', doc: store.getState().doc });
      store.getState().show({ lowerPanel: 'testRun' });
      const revision = await autosave.flush();
      if (revision === null) {
        run.setState({
          ...noRun,
          error: new Error('The last edits could not be saved, so the run would not use them.'),
        });
        return;
      }
      try {
        const { runId } = await trpcClient.flow.testRun.mutate({
          flowId: flowId as never,
          revision,
          triggerNodeId: trigger.id,
          payload,
        });
        run.setState({ runId, phase: 'running', status: 'queued' });
      } catch (error) {
        run.setState({ ...noRun, error });
      }
    },
    [flowId, autosave, run, store],
  );
}

/** Follows the present test run until it ends; the record of the ended run is read once more, whole. */
export function useFollowTestRun(): void {
  const { run } = useEditor();
  const runId = useTestRun((state) => state.runId);
  const running = useTestRun((state) => state.phase === 'running');
  useEffect(() => {
    if (runId === null || !running) return;
    const finish = async (): Promise<void> => {
      try {
        const whole = await trpcClient.run.get.query({ runId: runId as never });
        if (run.getState().runId === runId)
          run.setState({ phase: 'finished', status: whole.run.status, steps: whole.steps });
      } catch (error) {
        run.setState({ phase: 'finished', error });
      }
    };
    const subscription = trpcClient.run.watch.subscribe(
      { runId: runId as never },
      {
        onData: (change) => {
          if (run.getState().runId !== runId) return;
          run.setState({ status: change.status, steps: mergedSteps(run.getState().steps, change.steps) });
          if (change.finishedAt !== null) void finish();
        },
        onError: (error) => run.setState({ error }),
      },
    );
    return () => subscription.unsubscribe();
  }, [run, runId, running]);
}
