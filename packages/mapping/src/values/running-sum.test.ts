import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aligned, exactNumber, exactOf } from '../evaluate/exact.ts';
import type { Exact } from '../evaluate/exact.ts';
import { Site } from '../evaluate/site.ts';
import { addTo, newSum, sumSoFar } from './running-sum.ts';
import type { RunningSum } from './running-sum.ts';

const site = new Site('Sum', { start: 0, end: 0 });
function summed(values: readonly number[], from: RunningSum = newSum()): number {
  let running = from;
  for (const value of values) {
    addTo(running, value, site);
    running = JSON.parse(JSON.stringify(running)) as RunningSum;
  }
  return sumSoFar(running, site);
}

describe('a running sum', () => {
  it.each([
    [[2.31, 3], 5.31],
    [[0.1, 0.2], 0.3],
    [[1.1, 2.2, 3.3], 6.6],
    [[19.99, -19.99], 0],
    [[-0], 0],
    [[1e15, 0.1], 1_000_000_000_000_000.1],
    [[1e-7, 2e-7], 3e-7],
    [[1 / 3, 1 / 3, 1 / 3], 1],
    [[1e100, 1, -1e100], 1],
  ])('of %j is %d', (values, sum) => expect(summed(values)).toBe(sum));

  it('is that of the decimals that people see', () => {
    const decimal = fc.tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 6 }));
    fc.assert(
      fc.property(fc.array(decimal, { maxLength: 50 }), (parts) => {
        const values = parts.map(([digits, places]) => Number(`${digits}e-${places}`));
        const exact = values.map(exactOf).reduce<Exact>(
          (sum, value) => {
            const { left, right, places } = aligned(sum, value);
            return { digits: left + right, places };
          },
          { digits: 0n, places: 0 },
        );
        expect(summed(values)).toBe(exactNumber(exact));
      }),
      { numRuns: 1_000 },
    );
  });

  it('goes on from what was kept before sums knew their decimals', () => {
    expect(summed([0.5], { sum: 2, lost: 0 } as RunningSum)).toBe(2.5);
  });
});
