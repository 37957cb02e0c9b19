// Against arithmetic with whole numbers of any size: what a person with a pencil gets.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { difference, power, product, ratio, sum } from './arithmetic.ts';
import { roundDecimal } from './decimal.ts';
import { aligned, exactNumber, exactOf, exactText, roundExact } from './exact.ts';
import type { Exact } from './exact.ts';

interface Written {
  readonly exact: Exact;
  readonly value: number;
}
const written = (digits: number, places: number): Written => ({
  exact: { digits: BigInt(digits), places },
  value: Number(`${digits}e-${places}`),
});

/** So many digits in all, so many of them behind the point. */
const decimal = (most: number, places: number): fc.Arbitrary<Written> =>
  fc
    .tuple(fc.integer({ min: 1, max: most }), fc.integer({ min: 0, max: places }))
    .chain(([digits, behind]) =>
      fc.integer({ min: -(10 ** digits - 1), max: 10 ** digits - 1 }).map((whole) => written(whole, behind)),
    );
const money = decimal(12, 4);
const factor = fc.constantFrom(
  ...[119, 7, 107, 19, 105, 81, 125, 5, 50, 150].map((hundredths) => written(hundredths, 2)),
  ...[77, 1055].map((thousandths) => written(thousandths, 3)),
);
const timesExact = (a: Exact, b: Exact): Exact => ({ digits: a.digits * b.digits, places: a.places + b.places });
const plusExact = (a: Exact, b: Exact): Exact => {
  const { left, right, places } = aligned(a, b);
  return { digits: left + right, places };
};
const rounded = (exact: Exact, places: number): number => exactNumber(roundExact(exact, places, 'half'));

describe('arithmetic', () => {
  it.each([
    [product(7.5, 1.19), 8.925],
    [sum(0.1, 0.2), 0.3],
    [sum(2.31, 3), 5.31],
    [difference(1.1, 1), 0.1],
    [difference(100.1, 100), 0.1],
    [difference(0.3, 0.1), 0.2],
    [product(4.35, 100), 435],
    [product(1.1, 1.1), 1.21],
    [ratio(0.3, 0.1), 3],
    [ratio(1.21, 1.1), 1.1],
    [power(1.1, 2), 1.21],
    [power(1.05, 3), 1.157625],
    [power(10, -5), 0.00001],
    [power(2, 0.5), Math.SQRT2],
    [power(10, 29), 1e29],
    [power(0.1, 29), 1e-29],
    [power(10, -308), 1e-308],
    [power(-1.1, 3), -1.331],
    [power(1.0425, 12), 1.6478313602236478],
    [power(2, 100), 2 ** 100],
    [power(0, 0), 1],
    [power(0, -1), Infinity],
    // What is no short decimal is meant as what it is: a third.
    [product(ratio(1, 3), 3), 1],
    [product(ratio(1_000_000, 3), 3), 1_000_000],
    [product(ratio(100, 1.19), 1.19), 100],
    [product(ratio(17.85, 7), 3.5), 8.925],
    [sum(sum(ratio(1, 3), ratio(1, 3)), ratio(1, 3)), 1],
    [product(1 / 3, 1), 1 / 3],
    [product(0.1 + 0.2, 2), 0.6],
    [sum(2 ** 53, 2), 2 ** 53 + 2],
    [sum(1e16, 2), 1e16 + 2],
    [product(1e200, 1e200), Infinity],
    [sum(5e-324, 0), 5e-324],
  ])('gives %d, as a pencil gives %d', (found, expected) => expect(found).toBe(expected));

  it('leaves every number as it is by + 0, × 1, ÷ 1 and ^ 1, and turns its sign by × −1', () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0));
    const written = fc.constantFrom(1_700_000_000.000001, 1_234_567_890_123_000.25, 0.1 + 0.2, 1 / 3, 5e-324);
    fc.assert(
      fc.property(fc.oneof(double, written), (value) => {
        expect([sum(value, 0), sum(0, value), difference(value, 0)]).toEqual([value, value, value]);
        expect([product(value, 1), product(1, value), ratio(value, 1), power(value, 1)]).toEqual(Array(4).fill(value));
        expect([product(value, -1) + value, product(-1, value) + value, ratio(value, -1) + value]).toEqual([0, 0, 0]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives powers with many digits as binary ones, which cost a thousandth', () => {
    const bases = Array.from({ length: 200 }, (_, at) => 0.123456789012345 + at / 1e15);
    const binary = bases.filter((base) => power(base, 100) === base ** 100);
    // Next to a short decimal it is that decimal; worked out with their 1,500 digits most are others.
    expect(binary.length).toBeGreaterThan(180);
  });

  it('rounds products of money by a factor exactly: half away from zero', () => {
    fc.assert(
      fc.property(money, factor, fc.integer({ min: 0, max: 4 }), ({ exact, value }, by, places) => {
        expect(roundDecimal(product(value, by.value), places)).toBe(rounded(timesExact(exact, by.exact), places));
      }),
      { numRuns: 20_000 },
    );
  });

  it('rounds ties that products make, which binary ones miss', () => {
    const tie = fc.integer({ min: 0, max: 1e9 }).map((whole) => written(whole * 10 + 5, 1));
    fc.assert(
      fc.property(tie, factor, ({ exact, value }, by) => {
        expect(roundDecimal(product(value, by.value), 2)).toBe(rounded(timesExact(exact, by.exact), 2));
      }),
      { numRuns: 20_000 },
    );
  });

  it('shows sums and differences of money as they are written', () => {
    const large = fc
      .tuple(fc.integer({ min: -224_999_999_999, max: 224_999_999_999 }), fc.integer({ min: 0, max: 9_999 }))
      .map(([whole, rest]): Written => {
        const exact = { digits: BigInt(whole) * 10_000n + BigInt(rest), places: 4 };
        return { exact, value: Number(exactText(exact)) };
      });
    fc.assert(
      fc.property(fc.oneof(money, large), fc.oneof(money, large), (a, b) => {
        expect(sum(a.value, b.value)).toBe(exactNumber(plusExact(a.exact, b.exact)));
        const taken = { ...b.exact, digits: -b.exact.digits };
        expect(difference(a.value, b.value)).toBe(exactNumber(plusExact(a.exact, taken)));
      }),
      { numRuns: 20_000 },
    );
  });

  it('is the nearest number to the decimal result, whatever short decimals come', () => {
    const any = decimal(15, 15);
    fc.assert(
      fc.property(any, any, (a, b) => {
        expect(product(a.value, b.value) + 0).toBe(exactNumber(timesExact(exactOf(a.value), exactOf(b.value))));
        if (b.value === 0) return;
        const back = ratio(product(a.value, b.value), b.value);
        expect(Math.abs(back - a.value)).toBeLessThanOrEqual(Math.abs(a.value) * 4e-16);
      }),
      { numRuns: 20_000 },
    );
  });

  it('keeps whole numbers whole up to 2^53', () => {
    const whole = fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(whole, whole, (a, b) => {
        if (Number.isSafeInteger(a + b)) expect(sum(a, b)).toBe(Number(BigInt(a) + BigInt(b)));
        if (Number.isSafeInteger(a * b)) expect(product(a, b) + 0).toBe(Number(BigInt(a) * BigInt(b)));
      }),
    );
  });

  it('never strays from the binary result by more than the noise', () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e150, max: 1e150 });
    fc.assert(
      fc.property(double, double, (a, b) => {
        const near = (found: number, binary: number, size: number): void =>
          expect(Math.abs(found - binary)).toBeLessThanOrEqual(Math.max(size * 1e-15, Number.MIN_VALUE));
        near(sum(a, b), a + b, Math.abs(a) + Math.abs(b));
        near(product(a, b), a * b, Math.abs(a * b));
        if (b !== 0 && Number.isFinite(a / b)) near(ratio(a, b), a / b, Math.abs(a / b));
      }),
    );
  });
});

describe('rounding', () => {
  it('goes by the digits that are written, also of large amounts', () => {
    fc.assert(
      fc.property(decimal(16, 7), fc.integer({ min: -3, max: 6 }), ({ value }, places) => {
        expect(roundDecimal(value, places)).toBe(rounded(exactOf(value), places));
      }),
      { numRuns: 20_000 },
    );
  });
});
