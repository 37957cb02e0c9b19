import { expect, it } from 'vitest';
import { spanOf } from './row-window.ts';

it('draws the rows in view and some more, by blocks', () => {
  expect(spanOf({ top: 0, height: 480 }, 24, 5_000)).toEqual({ first: 0, last: 31 });
  expect(spanOf({ top: 1_000, height: 480 }, 24, 5_000)).toEqual({ first: 32, last: 71 });
  // Within a block nothing comes and nothing goes.
  expect(spanOf({ top: 1_040, height: 480 }, 24, 5_000)).toEqual({ first: 32, last: 71 });
});

it('draws no more rows than there are, and those at the end where rows went away', () => {
  expect(spanOf({ top: 0, height: 480 }, 24, 3)).toEqual({ first: 0, last: 2 });
  expect(spanOf({ top: 90_000, height: 480 }, 24, 40)).toEqual({ first: 8, last: 39 });
  expect(spanOf({ top: 0, height: 480 }, 24, 0)).toEqual({ first: 0, last: -1 });
});

it('draws none before the view is known', () => {
  expect(spanOf({ top: 0, height: 0 }, 24, 100)).toEqual({ first: 0, last: -1 });
});
