import { type InfiniteData, type QueryKey, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { withFreshTop } from './fresh-top.ts';

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

export interface FreshTopInput<Item> extends PagesInput<Item> {
  readonly idOf: (item: Item) => string;
  /** An item that may become another one where it stands: pages below that hold some are asked for again as well. */
  readonly isOpen: (item: Item) => boolean;
}

/** Pages below the first that are asked for again at most. */
const mostBelow = 5;

/**
 * Brings a list that `usePages` shows, the newest first, up to date: by its first page and by what may have changed below. Where that is
 * not enough, or goes wrong, all of it is asked for.
 */
export function useFreshTop<Item>(input: FreshTopInput<Item>): () => Promise<void> {
  const client = useQueryClient();
  const { under, key, fetchPage, idOf, isOpen } = input;
  return async () => {
    const queryKey = [...under, 'pages', key];
    const shown = client.getQueryData<InfiniteData<Page<Item>, string | null>>(queryKey);
    if (shown === undefined) return;
    try {
      const open = shown.pages.flatMap((page, place) => (place > 0 && page.items.some(isOpen) ? [place] : []));
      const cursors = open.slice(0, mostBelow).map((place) => shown.pageParams[place] ?? null);
      const [fresh, ...below] = await Promise.all([
        fetchPage({}),
        ...cursors.map((cursor) => fetchPage(cursor === null ? {} : { cursor })),
      ]);
      const now = client.getQueryData<typeof shown>(queryKey) ?? shown;
      const pages = now.pages.map((page, place) => below[cursors.indexOf(now.pageParams[place] ?? null)] ?? page);
      const merged = withFreshTop({ ...now, pages: [now.pages[0] ?? fresh, ...pages.slice(1)] }, fresh, idOf);
      if (merged !== null) {
        client.setQueryData(queryKey, merged);
        return;
      }
    } catch {
      // What went wrong is shown by the list that is asked for now.
    }
    await client.invalidateQueries({ queryKey });
  };
}
