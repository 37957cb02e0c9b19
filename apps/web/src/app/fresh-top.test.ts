import { expect, test } from 'vitest';
import { withFreshTop } from './fresh-top.ts';

const page = (numbers: readonly number[], nextCursor: string | null) => ({
  items: numbers.map((id) => ({ id: String(id) })),
  nextCursor,
});
const down = (from: number, to: number): number[] => Array.from({ length: from - to + 1 }, (_, place) => from - place);
const idsOf = (data: { pages: readonly { items: readonly { id: string }[] }[] } | null): number[] | null =>
  data?.pages.flatMap(({ items }) => items.map(({ id }) => Number(id))) ?? null;

const three = {
  pages: [page(down(30, 21), '21'), page(down(20, 11), '11'), page(down(10, 1), null)],
  pageParams: [null, '21', '11'],
};
const fresh = (
  shown: Parameters<typeof withFreshTop<{ id: string }>>[0],
  numbers: readonly number[],
  next: string | null = 'next',
) => withFreshTop(shown, page(numbers, next), ({ id }) => id);

test('new ones stand above, and none of the others is lost or doubled', () => {
  const merged = fresh(three, down(33, 24));
  expect(idsOf(merged)).toEqual(down(33, 1));
  // Each page still begins where its cursor says.
  expect(merged?.pageParams).toEqual([null, '21', '11']);
  expect(merged?.pages.map(({ nextCursor }) => nextCursor)).toEqual(['21', '11', null]);
});

test('what left the first page is gone, and what followed moves up', () => {
  expect(idsOf(fresh(three, [...down(30, 26), ...down(23, 19)]))).toEqual([...down(30, 26), ...down(23, 1)]);
  const moved = fresh(three, down(20, 11));
  expect([idsOf(moved), moved?.pageParams]).toEqual([down(20, 1), [null, '11']]);
});

test('one page stays one page', () => {
  const one = { pages: [page(down(30, 21), '21')], pageParams: [null] };
  expect(fresh(one, down(33, 24))).toEqual({ pages: [page(down(33, 24), 'next')], pageParams: [null] });
  expect(idsOf(fresh(one, down(99, 90)))).toEqual(down(99, 90));
});

test('a list that fits on the first page now is that page', () => {
  expect(idsOf(fresh(three, [30, 2], null))).toEqual([30, 2]);
  expect(idsOf(fresh(three, [], null))).toEqual([]);
});

test('a gap that nobody has seen, and a list that grew too long, are begun anew', () => {
  expect(fresh(three, down(50, 41))).toBeNull();
  const long = { pages: [page(down(1_999, 1_000), '1000'), page(down(999, 1), null)], pageParams: [null, '1000'] };
  expect(idsOf(fresh(long, down(2_000, 1_900)))).toHaveLength(2_000);
  expect(fresh(long, down(2_001, 1_900))).toBeNull();
});
