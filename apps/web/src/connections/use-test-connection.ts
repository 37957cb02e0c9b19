import { useMutation, useQueryClient } from '@tanstack/react-query';
import { trpc } from '../app/api-client.ts';

/** Tests a stored connection; its state in the lists follows. */
export function useTestConnection() {
  const client = useQueryClient();
  return useMutation(
    trpc.connection.test.mutationOptions({
      onSettled: () => void client.invalidateQueries({ queryKey: trpc.connection.pathKey() }),
    }),
  );
}
