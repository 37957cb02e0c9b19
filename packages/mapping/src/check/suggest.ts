/** The candidate that was probably meant: equal but for case, or at most two slips away (one for short words). */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  let best: string | undefined;
  let least = Math.min(2, Math.max(1, Math.floor(word.length / 3))) + 1;
  for (const candidate of candidates) {
    const distance = candidate.toLowerCase() === lower ? 0 : slips(lower, candidate.toLowerCase(), least);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/**
 * Of the names of fields, the one that was probably meant: near, or the only one that has all its words, as `lastName` has those of
 * `last`. Fields are renamed so when a schema changes.
 */
export function closestField(name: string, fields: readonly string[]): string | undefined {
  const near = closest(name, fields);
  if (near !== undefined) return near;
  const words = wordsOf(name);
  if (words.length === 0) return undefined;
  const found = fields.filter((field) => {
    const others = new Set(wordsOf(field));
    return words.every((word) => others.has(word));
  });
  return found.length === 1 ? found[0] : undefined;
}

const wordsOf = (name: string): string[] =>
  (name.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lo}+|\p{N}+/gu) ?? []).map((word) => word.toLowerCase());

/** Levenshtein's distance where two letters that changed places are one slip; given up once it cannot be below the limit. */
function slips(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) >= limit) return limit;
  let row = Array.from({ length: right.length + 1 }, (_, position) => position);
  let before: number[] = [];
  for (let at = 1; at <= left.length; at += 1) {
    const next = [at];
    for (let other = 1; other <= right.length; other += 1) {
      const change = (row[other - 1] ?? 0) + (left[at - 1] === right[other - 1] ? 0 : 1);
      const isSwap = at > 1 && other > 1 && left[at - 1] === right[other - 2] && left[at - 2] === right[other - 1];
      const swap = isSwap ? (before[other - 2] ?? 0) + 1 : limit;
      next.push(Math.min(change, swap, (row[other] ?? 0) + 1, (next[other - 1] ?? 0) + 1));
    }
    before = row;
    row = next;
  }
  return row[right.length] ?? limit;
}
