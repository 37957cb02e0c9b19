import { useMutation } from '@tanstack/react-query';
import { trpc } from '../app/api-client.ts';
import { Button, Dialog, toast } from '../ui/index.ts';
import { type LiveFlow, useLookAgain } from './pause-dialog.tsx';
import { RefusedByCallers } from './refused-by-callers.tsx';

/** Says what taking a flow out of service means before it is done. */
export function UnpublishDialog({ flow, onClose }: { readonly flow: LiveFlow; readonly onClose: () => void }) {
  const lookAgain = useLookAgain();
  const unpublish = useMutation(
    trpc.flow.unpublish.mutationOptions({
      onSuccess: () => {
        lookAgain();
        toast('The flow is not live any more', { detail: 'Publish it to make it live again.' });
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
      title={`Unpublish “${flow.name}”?`}
      description="The draft, all versions and the history stay; publishing makes it live again under the same addresses."
      footer={
        <>
          <Button look="danger" busy={unpublish.isPending} onClick={() => unpublish.mutate({ flowId: flow.id })}>
            Unpublish the flow
          </Button>
          <Button onClick={onClose}>Keep it live</Button>
        </>
      }
    >
      <ul className="grid list-disc gap-1 pl-4 text-ink-2">
        <li>Webhooks answer that nothing is there: what is sent meanwhile is not kept.</li>
        <li>Schedules and polls stop, and messages of topics are no longer delivered to it.</li>
        <li>Runs that are under way go on to their end.</li>
        <li>To stop for a while without losing what comes in, pause the flow instead.</li>
      </ul>
      {unpublish.error === null ? null : <RefusedByCallers error={unpublish.error} className="mt-3" />}
    </Dialog>
  );
}
