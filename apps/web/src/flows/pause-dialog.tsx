import { useMutation, useQueryClient } from '@tanstack/react-query';
import { trpc } from '../app/api-client.ts';
import { ErrorBox } from '../app/error-box.tsx';
import { errorWords } from '../app/error-words.ts';
import { toast } from '../ui/index.ts';
import { LiveFlowDialog } from './live-flow-dialog.tsx';
import type { LiveFlow } from './live-flow-dialog.tsx';

/** Whatever shows whether a flow is live looks again. */
export function useLookAgain(): () => void {
  const client = useQueryClient();
  return () => {
    for (const queryKey of [trpc.flow.list.pathKey(), trpc.flow.get.pathKey(), trpc.trigger.list.pathKey()])
      void client.invalidateQueries({ queryKey });
  };
}

export function PauseDialog({ flow, onClose }: { readonly flow: LiveFlow; readonly onClose: () => void }) {
  const lookAgain = useLookAgain();
  const pause = useMutation(
    trpc.flow.pause.mutationOptions({
      onSuccess: () => {
        lookAgain();
        onClose();
      },
    }),
  );
  return (
    <LiveFlowDialog
      title={`Pause “${flow.name}”?`}
      description="Nothing is lost: what comes in is kept, and its runs start in order once you resume the flow."
      means={[
        'Webhooks take events and answer 202. Callers who would wait for an answer get none now.',
        'Schedules do not fire; the times that pass are listed as missed.',
        'Runs that are under way go on to their end. Replays that somebody asks for start at once.',
        'Once too many runs of the workspace wait, webhooks answer 429 and senders must come back later.',
      ]}
      action={{ label: 'Pause the flow', look: 'primary', busy: pause.isPending }}
      onAction={() => pause.mutate({ flowId: flow.id })}
      keep="Leave it running"
      onClose={onClose}
    >
      {pause.error === null ? null : <ErrorBox error={pause.error} className="mt-3" />}
    </LiveFlowDialog>
  );
}

/** Needs no confirmation: it can be paused again. */
export function useResumeFlow() {
  const lookAgain = useLookAgain();
  return useMutation(
    trpc.flow.resume.mutationOptions({
      onSuccess: () => {
        lookAgain();
        toast('The flow goes on', { detail: 'The runs that waited start now, the oldest first.' });
      },
      onError: (error) => toast('The flow was not resumed', { detail: errorWords(error).title }),
    }),
  );
}
