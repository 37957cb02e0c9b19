// A list that is shown page by page, the newest first, and its first page as it is now: what came and went, with the rest left as it was.
import type { InfiniteData } from '@tanstack/react-query';
import type { Page } from './use-pages.ts';

type Pages<Item> = InfiniteData<Page<Item>, string | null>;

/** Beyond this many rows a list that grows by itself is begun anew. */
const mostItems = 2_000;

/**
 * Null where more came than one page holds while others stand below it, or where the list has grown too long: then only asking for all
 * of it again helps.
 */
export function withFreshTop<Item>(
  shown: Pages<Item>,
  fresh: Page<Item>,
  idOf: (item: Item) => string,
): Pages<Item> | null {
  const [top, ...below] = shown.pages;
  const begin: Pages<Item> = { pages: [fresh], pageParams: shown.pageParams.slice(0, 1) };
  // One page stays one page: what it pushed out comes with “Show more”.
  if (top === undefined || below.length === 0 || fresh.nextCursor === null) return begin;
  const ids = new Set(fresh.items.map(idOf));
  const known = shown.pages.flatMap((page) => page.items);
  const last = known.findLastIndex((item) => ids.has(idOf(item)));
  if (last < 0) return null;
  // What stood among these and is not there any more is gone; what stood behind them is as it was.
  const behind = known.length - last - 1;
  const rest = takeEnd(shown.pages, behind);
  const [restTop, ...others] = rest;
  const pages = [
    { items: [...fresh.items, ...(restTop?.items ?? [])], nextCursor: restTop?.nextCursor ?? null },
    ...others,
  ];
  const grown = pages.reduce((sum, page) => sum + page.items.length, 0);
  if (grown > Math.max(mostItems, known.length)) return null;
  return { pages, pageParams: shown.pageParams.slice(-pages.length).with(0, shown.pageParams[0] ?? null) };
}

/** The last so many items, in their pages; the first of these is cut, be it to nothing, so that the others keep their cursors. */
function takeEnd<Item>(pages: readonly Page<Item>[], count: number): Page<Item>[] {
  const taken: Page<Item>[] = [];
  let left = count;
  for (const page of pages.toReversed()) {
    const items = page.items.slice(Math.max(0, page.items.length - left));
    left -= items.length;
    taken.unshift({ ...page, items });
    if (items.length < page.items.length) break;
  }
  return taken;
}
