// The one way from the pages to the server: procedures of our own origin, types from the API, nothing else of it.
import type { AppRouter } from '@patchbay/api';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink } from '@trpc/client';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { errorWords } from './error-words.ts';

const signedOut = new EventTarget();

/** Calls `listener` when the server no longer knows this browser's session. */
export function onSignedOut(listener: () => void): () => void {
  signedOut.addEventListener('signed-out', listener);
  return () => signedOut.removeEventListener('signed-out', listener);
}

function onError(error: unknown): void {
  if (errorWords(error).code === 'unauthenticated') signedOut.dispatchEvent(new Event('signed-out'));
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // The server may be on this very machine: whether there is a network says nothing. A call that fails says so.
      networkMode: 'always',
      // Only what may pass by itself is asked again: no answer at all, or an error that says so.
      retry: (count, error) => count < 2 && errorWords(error).retryable,
      retryDelay: (count) => 500 * 2 ** count,
    },
    mutations: { networkMode: 'always' },
  },
});

export const trpcClient = createTRPCClient<AppRouter>({
  links: [
    splitLink({
      condition: (operation) => operation.type === 'subscription',
      true: httpSubscriptionLink({ url: '/trpc' }),
      false: httpBatchLink({ url: '/trpc', maxItems: 20 }),
    }),
  ],
});

export const trpc = createTRPCOptionsProxy<AppRouter>({ client: trpcClient, queryClient });
