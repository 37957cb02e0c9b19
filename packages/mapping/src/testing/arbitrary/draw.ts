import type * as fc from 'fast-check';

/** Draws from fast-check's source of chance, without building an arbitrary for every choice: documents have thousands. */
export class Draw {
  readonly #random: fc.Random;

  constructor(random: fc.Random) {
    this.#random = random;
  }

  /** Both ends included. */
  int(least: number, most: number): number {
    return this.#random.nextInt(least, most);
  }

  /** True once in so many times. */
  oneIn(times: number): boolean {
    return this.int(1, times) === 1;
  }

  pick<Value>(values: readonly [Value, ...Value[]] | readonly Value[]): Value {
    const value = values[this.int(0, values.length - 1)];
    if (value === undefined && values.length === 0) throw new RangeError('nothing to pick from');
    return value as Value;
  }

  list<Value>(least: number, most: number, make: () => Value): Value[] {
    return Array.from({ length: this.int(least, most) }, make);
  }

  maybe<Value>(times: number, make: () => Value): Value | undefined {
    return this.oneIn(times) ? make() : undefined;
  }

  text(most: number): string {
    return this.list(0, most, () =>
      String.fromCodePoint(this.oneIn(12) ? this.int(0x20, 0xd7ff) : this.int(0x20, 0x7e)),
    ).join('');
  }
}
