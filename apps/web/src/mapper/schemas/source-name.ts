/** What a source is called in expressions when nobody says: `Shop order@3` is `shopOrder`. */
export function sourceNameOf(ref: string): string {
  const [name = ''] = ref.split('@', 1);
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const joined = words
    .map((word, at) => (at === 0 ? lowered(word) : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
  return /^\p{L}/u.test(joined) ? joined : 'source';
}

/** `Order` → `order`, `XMLOrder` → `xmlOrder`, `ORDER` → `order`. */
const lowered = (word: string): string =>
  word.replace(/^\p{Lu}+(?=\p{Lu}\p{Ll}|\P{L}|$)|^\p{Lu}/u, (start) => start.toLowerCase());
