// The names of properties are the same in every message: made and taken apart once, and remembered.
import type { Dialect } from './dialect.ts';

type KeyNaming = Pick<Dialect, 'elementKey' | 'partKey' | 'parseKey'>;

/** Ids of segments and names of properties come from outside: no more are remembered than real messages have. */
const maxRemembered = 20_000;
const maxNumber = 99;

export function rememberedKeys({ elementKey, partKey, parseKey }: KeyNaming): KeyNaming {
  const elements = new Numbered(elementKey);
  const parts = new Numbered(partKey);
  const parsed = new Map<string, Map<string, readonly number[] | undefined>>();
  let count = 0;
  return {
    elementKey: (segment, element) => elements.of(segment, element),
    partKey: (key, part) => parts.of(key, part),
    parseKey(segment, key) {
      let known = parsed.get(segment);
      const found = known?.get(key);
      if (found !== undefined || known?.has(key) === true) return found;
      const numbers = parseKey(segment, key);
      if (count >= maxRemembered) return numbers;
      count += 1;
      if (known === undefined) parsed.set(segment, (known = new Map()));
      known.set(key, numbers);
      return numbers;
    },
  };
}

class Numbered {
  readonly #make: (name: string, number: number) => string;
  readonly #known = new Map<string, (string | undefined)[]>();
  #count = 0;

  constructor(make: (name: string, number: number) => string) {
    this.#make = make;
  }

  of(name: string, number: number): string {
    let known = this.#known.get(name);
    const found = known?.[number];
    if (found !== undefined) return found;
    const made = this.#make(name, number);
    if (number < 0 || number > maxNumber || this.#count >= maxRemembered) return made;
    this.#count += 1;
    if (known === undefined) this.#known.set(name, (known = []));
    for (let next = known.length; next < number; next += 1) known.push(undefined);
    known[number] = made;
    return made;
  }
}
