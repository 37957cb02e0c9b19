import { useAllPages } from '../../app/all-pages.ts';
import { trpc, trpcClient } from '../../app/api-client.ts';

export const testWords = { untested: 'Not tested', ok: 'Healthy', failed: 'Failing' } as const;

/** All connections of one connector. */
export const useConnections = (connectorId: string) =>
  useAllPages({
    under: trpc.connection.list.pathKey(),
    key: connectorId,
    fetchPage: (page) => trpcClient.connection.list.query({ ...page, connectorId }),
  });
