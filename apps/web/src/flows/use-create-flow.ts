import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { trpc } from '../app/api-client.ts';
import { errorWords } from '../app/error-words.ts';
import { toast } from '../ui/index.ts';

/** Makes a flow, blank or from a template, and opens it. Callers that show the error themselves read `error`. */
export function useCreateFlow() {
  const navigate = useNavigate();
  const client = useQueryClient();
  return useMutation(
    trpc.flow.create.mutationOptions({
      onSuccess: ({ id }) => {
        void client.invalidateQueries({ queryKey: trpc.flow.list.pathKey() });
        void navigate({ to: '/flows/$flowId', params: { flowId: id } });
      },
      onError: (error) => toast('The flow was not made', { detail: errorWords(error).title }),
    }),
  );
}
