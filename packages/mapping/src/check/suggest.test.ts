import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closest, closestField, isSpent, oneCheck } from './suggest.ts';

/** What is meant by near, in as few words as can be: every name is compared with every letter. */
function nearest(word: string, names: readonly string[]): string | undefined {
  const slips = (left: string, right: string): number => {
    const rows: number[][] = [Array.from({ length: right.length + 1 }, (_, at) => at)];
    for (let at = 1; at <= left.length; at += 1) {
      const row = [at];
      for (let other = 1; other <= right.length; other += 1) {
        const cell = (up: number, back: number): number => (up === 0 ? row : rows[at - up])?.[other - back] ?? Infinity;
        const isSwap = at > 1 && other > 1 && left[at - 1] === right[other - 2] && left[at - 2] === right[other - 1];
        const change = cell(1, 1) + (left[at - 1] === right[other - 1] ? 0 : 1);
        row.push(Math.min(change, cell(1, 0) + 1, cell(0, 1) + 1, isSwap ? cell(2, 2) + 1 : Infinity));
      }
      rows.push(row);
    }
    return rows.at(-1)?.at(-1) ?? Infinity;
  };
  const most = Math.min(2, Math.max(1, Math.floor(word.length / 3)));
  const found = names
    .map((name) => ({ name, far: slips(word.toLowerCase(), name.toLowerCase()) }))
    .filter(({ far }) => far <= most)
    .toSorted((one, other) => one.far - other.far);
  return found[0]?.name;
}

const name = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'A'), minLength: 1, maxLength: 9 }),
  fc.string({ minLength: 1, maxLength: 6 }),
);

describe('closest', () => {
  it('is the first of the nearest names, however they are found', () => {
    fc.assert(
      fc.property(name, fc.array(name, { maxLength: 30 }), (word, names) => {
        expect(closest(word, names)).toBe(nearest(word, names));
      }),
      { numRuns: 3_000 },
    );
  });

  it('says the same again', () => {
    const names = { lines: 1, lanes: 1 };
    expect([closest('lnies', names), closest('lnies', names), closest('Lines', names)]).toEqual([
      'lines',
      'lines',
      'lines',
    ]);
  });

  it('knows a renamed field by its words, where there is one', () => {
    expect(closestField('last', ['firstName', 'lastName'])).toBe('lastName');
    expect(closestField('name', ['firstName', 'lastName'])).toBeUndefined();
    expect(closestField('last', ['billLastName', 'shipLastName'])).toBeUndefined();
  });
});

describe('what a check may spend on names', () => {
  const fields = Array.from({ length: 2_000 }, (_, at) => `src${['Order', 'Ship', 'Bill', 'Total'][at % 4]}Field${at}`);

  it('is enough for thousands of renamed fields', () => {
    oneCheck(() => {
      const meant = fields.map((field) => closestField(field.replace('Field', 'Fielt'), fields));
      expect(meant).toEqual(fields);
      expect(isSpent()).toBe(false);
    });
  });

  it('ends, and begins anew with the next check', () => {
    const many = Array.from({ length: 5_000 }, (_, at) => `${(at * 7_919 + 17_576).toString(36)}field`);
    const words = many.map((word) => `${word.slice(0, 2)}x${word.slice(3)}y`);
    oneCheck(() => {
      for (const word of words) closest(word, many);
      expect(isSpent()).toBe(true);
      expect(closest(`${many[9]}z`, many)).toBeUndefined();
      expect(oneCheck(() => closest(`${many[9]}z`, many))).toBeUndefined();
    });
    expect(closest(`${many[9]}z`, many)).toBe(many[9]);
  });
});
