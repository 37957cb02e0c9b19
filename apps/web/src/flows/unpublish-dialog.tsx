import { useMutation } from '@tanstack/react-query';
import { trpc } from '../app/api-client.ts';
import { toast } from '../ui/index.ts';
import { LiveFlowDialog } from './live-flow-dialog.tsx';
import type { LiveFlow } from './live-flow-dialog.tsx';
import { useLookAgain } from './pause-dialog.tsx';
import { RefusedByCallers } from './refused-by-callers.tsx';

/** Takes a flow out of service. */
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
    <LiveFlowDialog
      title={`Unpublish “${flow.name}”?`}
      description="The draft, all versions and the history stay; publishing makes it live again under the same addresses."
      means={[
        'Webhooks answer that nothing is there: what is sent meanwhile is not kept.',
        'Schedules and polls stop, and messages of topics are no longer delivered to it.',
        'Runs that are under way go on to their end.',
        'To stop for a while without losing what comes in, pause the flow instead.',
      ]}
      action={{ label: 'Unpublish the flow', look: 'danger', busy: unpublish.isPending }}
      onAction={() => unpublish.mutate({ flowId: flow.id })}
      keep="Keep it live"
      onClose={onClose}
    >
      {unpublish.error === null ? null : <RefusedByCallers error={unpublish.error} className="mt-3" />}
    </LiveFlowDialog>
  );
}
