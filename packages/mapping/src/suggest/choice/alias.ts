// Names for the items of loops: `line_items` is walked as `line_item`. Never a name that means something there already.
import { isKeyword, isPlainName } from '@patchbay/model/expression';
import { singular } from '../names/base-form.ts';

/** Roots of the scope and names of the language. */
const reserved = ['trigger', 'steps', 'vars', 'item', 'key', 'items', 'env', 'run'];

export class AliasNames {
  readonly #taken: Set<string>;

  constructor(taken: Iterable<string>) {
    this.#taken = new Set([...reserved, ...taken]);
  }

  /** A new name for an item of the list `name`, and takes it. */
  take(name: string): string {
    const base = baseOf(name);
    let alias = base;
    for (let count = 2; this.#taken.has(alias) || isKeyword(alias); count += 1) alias = `${base}${count}`;
    this.#taken.add(alias);
    return alias;
  }
}

const maxLength = 40;
const listEnding = /[_-]?(list|array|collection|set|liste)$/i;

function baseOf(name: string): string {
  const plain = name
    .slice(0, maxLength)
    .replace(/[^\p{L}\p{N}_]+/gu, '_')
    .replace(/^[_\p{N}]+|_+$/gu, '');
  const item = plain.length > 6 ? plain.replace(listEnding, '') : plain;
  const lower = /^\p{Lu}+[\p{Lu}\p{N}_]*$/u.test(item)
    ? item.toLowerCase()
    : item.charAt(0).toLowerCase() + item.slice(1);
  const one = singularEnd(lower);
  return one !== '' && isPlainName(one) ? one : 'entry';
}

/** Only the last word: `lineItems` is `lineItem`, `parties` is `party`. */
function singularEnd(name: string): string {
  const start = Math.max(name.lastIndexOf('_') + 1, name.search(/\p{Lu}\p{Ll}*$/u), 0);
  const last = name.slice(start);
  const one = singular(last.toLowerCase());
  const kept = last.toLowerCase().startsWith(one) ? one.length : one.length - 1;
  return name.slice(0, start) + last.slice(0, kept) + one.slice(kept);
}
