import { useMutation, useQueryClient } from '@tanstack/react-query';
import { trpc, trpcClient } from '../app/api-client.ts';
import { Button, Dialog, toast } from '../ui/index.ts';
import type { FlowItem } from './flow-row.tsx';
import { RefusedByCallers } from './refused-by-callers.tsx';

export function DeleteFlowDialog({
  flow,
  onClose,
}: {
  readonly flow: FlowItem | undefined;
  readonly onClose: () => void;
}) {
  const client = useQueryClient();
  const remove = useMutation({
    // What is live is not deleted: it is taken out of service first, which its callers may stand in the way of.
    mutationFn: async ({ id, live }: FlowItem) => {
      if (live !== null && live.status !== 'retired') await trpcClient.flow.unpublish.mutate({ flowId: id });
      await trpcClient.flow.delete.mutate({ flowId: id });
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: trpc.flow.list.pathKey() });
      toast('The flow was deleted', { detail: flow?.name ?? '' });
      onClose();
    },
  });
  if (flow === undefined) return null;
  const live = flow.live !== null && flow.live.status !== 'retired';
  return (
    <Dialog
      onClose={onClose}
      title={`Delete “${flow.name}”?`}
      description={
        live
          ? `Version ${flow.live?.version} is live: its address and its schedule stop at once. The history of its runs stays.`
          : 'The draft and its versions go. The history of its runs stays.'
      }
      footer={
        <>
          <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate(flow)}>
            {live ? 'Unpublish and delete the flow' : 'Delete the flow'}
          </Button>
          <Button onClick={onClose}>Keep it</Button>
        </>
      }
    >
      {remove.error === null ? null : <RefusedByCallers error={remove.error} />}
    </Dialog>
  );
}
