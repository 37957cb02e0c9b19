// What a drawn step over the list of the event must make of it, once more and as plainly as can be.
import type { Json } from '@patchbay/model/schema';
import type { DrawnStep, ListKind } from './drawn-flow.ts';

export interface PlainRecord {
  readonly n: number;
}

/** The records of every group, in the order in which the groups first come. */
function groups(items: readonly PlainRecord[], keyOf: (item: PlainRecord) => number): Map<number, PlainRecord[]> {
  const made = new Map<number, PlainRecord[]>();
  for (const item of items) made.set(keyOf(item), [...(made.get(keyOf(item)) ?? []), item]);
  return made;
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0);

/** `n`: the number that it works out. */
export function plainList(kind: ListKind, { own, n }: { own: number; n: number }, numbers: readonly number[]): Json[] {
  const items: PlainRecord[] = numbers.map((one) => ({ n: one }));
  switch (kind) {
    case 'keep':
      return items.filter((item) => (item.n + n) % 3 !== 0).map((item) => ({ ...item }));
    case 'sort': {
      const key = (item: PlainRecord): number => (item.n * (own + 1) + n) % 7;
      const sign = own % 2 === 1 ? -1 : 1;
      return items.toSorted((left, right) => sign * (key(left) - key(right))).map((item) => ({ ...item }));
    }
    case 'deduplicate':
      return [...groups(items, (item) => (item.n + n) % (own + 2)).values()].flatMap(([first]) =>
        first === undefined ? [] : [{ ...first }],
      );
    case 'aggregate': {
      if (own === 0) return [measures(items, n)];
      const found = groups(items, (item) => (item.n + n) % (own + 1));
      return [...found].map(([group, members]) => ({ group, ...measures(members, n) }));
    }
    case 'join':
      return items.flatMap((item): Json[] => {
        const partners = items.filter((other) => (other.n + n) % (own + 3) === item.n % (own + 2));
        if (partners.length === 0) return own % 2 === 1 ? [] : [{ n: item.n, partner: null }];
        return partners.map((partner) => ({ n: item.n, partner: { ...partner } }));
      });
    case 'codeEach':
      return items.map((item, index) => ({ n: item.n + index + n }));
  }
}

function measures(items: readonly PlainRecord[], n: number): { [name: string]: Json } {
  const numbers = items.map((item) => item.n);
  const some = numbers.length > 0;
  return {
    total: total(numbers.map((one) => one + n)),
    count: numbers.length,
    least: some ? Math.min(...numbers) : null,
    most: some ? Math.max(...numbers) : null,
    // Lists are short enough that sixty times a number can be divided by their length.
    mean: some ? (total(numbers) * 60) / numbers.length : null,
    all: numbers,
    first: numbers[0] ?? null,
  };
}

export interface Judged {
  readonly valid: number[];
  /** With the rules that each breaks. */
  readonly invalid: { readonly n: number; readonly rules: string[] }[];
}

export function plainValidation({ own }: DrawnStep, n: number, numbers: readonly number[]): Judged {
  const broken = (one: number): string[] => [
    ...((one + n) % 3 === 0 ? ['condition'] : []),
    ...(one > own + 10 ? ['range'] : []),
  ];
  return {
    valid: numbers.filter((one) => broken(one).length === 0),
    invalid: numbers.filter((one) => broken(one).length > 0).map((one) => ({ n: one, rules: broken(one) })),
  };
}

/** Null: something came that is no record. `keys`: what each record has as `n`; null: nothing, so it stands alone. */
export function plainCombine(arrived: readonly (readonly (number | null)[] | null)[]): (number | null)[] | null {
  const keys: (number | null)[] = [];
  for (const way of arrived) {
    if (way === null) return null;
    for (const key of way) if (key === null || !keys.includes(key)) keys.push(key);
  }
  return keys;
}
