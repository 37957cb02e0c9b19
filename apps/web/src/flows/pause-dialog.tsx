import { useMutation, useQueryClient } from '@tanstack/react-query';
import { trpc } from '../app/api-client.ts';
import { ErrorBox } from '../app/error-box.tsx';
import { errorWords } from '../app/error-words.ts';
import { Button, Dialog, toast } from '../ui/index.ts';

export interface LiveFlow {
  readonly id: string;
  readonly name: string;
}

/** Whatever shows whether a flow is live looks again. */
export function useLookAgain(): () => void {
  const client = useQueryClient();
  return () => {
    for (const queryKey of [trpc.flow.list.pathKey(), trpc.flow.get.pathKey(), trpc.trigger.list.pathKey()])
      void client.invalidateQueries({ queryKey });
  };
}

/** Says what a pause means before it is made. */
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
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Pause “${flow.name}”?`}
      description="Nothing is lost: what comes in is kept, and its runs start in order once you resume the flow."
      footer={
        <>
          <Button look="primary" busy={pause.isPending} onClick={() => pause.mutate({ flowId: flow.id })}>
            Pause the flow
          </Button>
          <Button onClick={onClose}>Leave it running</Button>
        </>
      }
    >
      <ul className="grid list-disc gap-1 pl-4 text-ink-2">
        <li>Webhooks take events and answer 202. Callers who would wait for an answer get none now.</li>
        <li>Schedules do not fire; the times that pass are listed as missed.</li>
        <li>Runs that are under way go on to their end. Replays that somebody asks for start at once.</li>
        <li>Once too many runs of the workspace wait, webhooks answer 429 and senders must come back later.</li>
      </ul>
      {pause.error === null ? null : <ErrorBox error={pause.error} className="mt-3" />}
    </Dialog>
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
