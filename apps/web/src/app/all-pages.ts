import { useQuery } from '@tanstack/react-query';
import type { Page, PagesInput } from './use-pages.ts';

const pageSize = 200;

interface PageAsked {
  readonly limit: number;
  readonly cursor?: string;
}

type FetchPage<Item> = (asked: PageAsked) => Promise<Page<Item>>;

/** A whole list, one page after the other. */
export async function allPages<Item>(fetchPage: FetchPage<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor: string | null = null; ;) {
    const page: Page<Item> = await fetchPage({ limit: pageSize, ...(cursor === null ? {} : { cursor }) });
    items.push(...page.items);
    if (page.nextCursor === null) return items;
    cursor = page.nextCursor;
  }
}

type AllPagesInput<Item> = Pick<PagesInput<Item>, 'under' | 'key'> & {
  readonly fetchPage: FetchPage<Item>;
  readonly enabled?: boolean;
};

/** A list that is shown whole: choices of which there are few as a rule. */
export const useAllPages = <Item>({ under, key, fetchPage, enabled = true }: AllPagesInput<Item>) =>
  useQuery({ queryKey: [...under, 'all', key], queryFn: () => allPages(fetchPage), enabled });
