import { trpc, trpcClient } from '../app/api-client.ts';

/** For `useAllPages`: every flow, to choose one. */
export const allFlows = {
  under: trpc.flow.list.pathKey(),
  key: null,
  fetchPage: (page: { readonly limit: number; readonly cursor?: string }) => trpcClient.flow.list.query(page),
};
