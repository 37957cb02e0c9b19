import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLongNumber, mayHoldLongFraction } from './long-number.ts';
import { readJsonText } from './json-text.ts';
import { schemaProblems } from './schema-problems.ts';

const digits = (min: number, max: number) => fc.stringMatching(new RegExp(`^[1-9][0-9]{${min - 1},${max - 1}}$`));
const read = (text: string): unknown => {
  const result = readJsonText(text);
  return result.ok ? result.value : result.reason;
};

describe('a number with more digits than a double holds', () => {
  it('is text, digit for digit, wherever it stands; any other is a number', () => {
    fc.assert(
      fc.property(digits(1, 30), fc.stringMatching(/^[0-9]{1,30}$/), fc.nat(40), (whole, places, before) => {
        const written = `${whole}.${places}`;
        const text = `{${'"a":1,'.repeat(before)}"n":[${written}],"t":"${written}"}`;
        const isLost = isLongNumber(written);
        expect(read(text)).toMatchObject({ n: [isLost ? written : Number(written)], t: written });
        if (whole.length + places.replace(/0+$/, '').length <= 17 || whole.length < 15) expect(isLost).toBe(false);
      }),
    );
  });

  it('is none where only places far behind the point are lost', () => {
    for (const written of ['0.33333333333333333333', '12345.678901234567890123', '99999999999999.123456789'])
      expect(read(written)).toBe(Number(written));
    expect(read('100000000000000.1234')).toBe('100000000000000.1234');
    expect(read('-12345678901234567.89')).toBe('-12345678901234567.89');
  });

  it('is none where all its digits are those of a double', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, min: 1e-6, max: 1e15 }),
        fc.integer({ min: 17, max: 60 }),
        (value, precision) => {
          const written = value.toPrecision(precision);
          expect(written.includes('e') || !written.includes('.') || read(written) === value).toBe(true);
        },
      ),
    );
  });

  it('keeps to the types of numbers and to their bounds', () => {
    const amount = '12345678901234567.89';
    expect(schemaProblems({ type: 'number' }, amount)).toEqual([]);
    expect(schemaProblems({ type: 'integer' }, amount)).toHaveLength(1);
    expect(schemaProblems({ type: 'number', maximum: 5 }, amount)).toHaveLength(1);
    expect(schemaProblems({ type: 'integer' }, '9007199254740993')).toEqual([]);
    expect(schemaProblems({ type: 'number' }, '1.5')).toHaveLength(1);
  });
});

it('reads runs of millions of digits', () => {
  const many = '4'.repeat(8_000_000);
  expect(mayHoldLongFraction(`"${many}"`)).toBe(false);
  expect([isLongNumber(many), isLongNumber(`-${many}`), isLongNumber(`${many}x`)]).toEqual([true, true, false]);
  const zeros = `1${'0'.repeat(1_000_000)}`;
  expect(isLongNumber(`${zeros}.${zeros}1`)).toBe(true);
});
