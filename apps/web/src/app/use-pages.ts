import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query';

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

export interface PagesInput<Item> {
  /** Path key of the procedure, so that it is refreshed with the rest of its kind. */
  readonly under: QueryKey;
  /** What else tells this list from others: its filters. */
  readonly key: unknown;
  readonly fetchPage: (cursor: { cursor?: string }) => Promise<Page<Item>>;
}

/**
 * A list that is fetched page by page. What was shown stays while other filters are asked for.
 * Written by hand because tRPC's own infinite queries send a `direction` that our strict inputs refuse.
 */
export function usePages<Item>({ under, key, fetchPage }: PagesInput<Item>) {
  const query = useInfiniteQuery({
    queryKey: [...under, 'pages', key],
    queryFn: ({ pageParam }) => fetchPage(pageParam === null ? {} : { cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (before) => before,
  });
  return { ...query, items: query.data?.pages.flatMap((page) => page.items) };
}
