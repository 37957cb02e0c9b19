// Step 2, for words that no list knows: how many runs of three letters they have in common.

/** Of the word between two blanks on either side, each once: “code” is ␣␣c ␣co cod ode de␣. */
export function trigramsOf(word: string): Set<string> {
  const text = `  ${word} `;
  const found = new Set<string>();
  for (let at = 0; at + 3 <= text.length; at += 1) found.add(text.slice(at, at + 3));
  return found;
}

/** Dice's coefficient, 0–1: twice what is shared over all. */
export function trigramDice(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  if (left.size + right.size === 0) return 0;
  const [few, many] = left.size < right.size ? [left, right] : [right, left];
  let both = 0;
  for (const trigram of few) if (many.has(trigram)) both += 1;
  return (2 * both) / (left.size + right.size);
}
