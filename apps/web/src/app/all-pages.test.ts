import { expect, test } from 'vitest';
import { allPages } from './all-pages.ts';

test('a list is read to its end, however empty a page of it is', async () => {
  const pages = [
    { items: [1, 2], nextCursor: 'b' },
    { items: [], nextCursor: 'c' },
    { items: [3], nextCursor: null },
  ];
  const asked: unknown[] = [];
  const all = await allPages(({ cursor }) => {
    asked.push(cursor);
    return Promise.resolve(pages[asked.length - 1] ?? { items: [], nextCursor: null });
  });
  expect(all).toEqual([1, 2, 3]);
  expect(asked).toEqual([undefined, 'b', 'c']);
});
