/** The text in small letters, each at the place where it stood: no letter grows, and no letter minds its neighbours. */
export function foldCase(text: string): string {
  const small = text.toLowerCase();
  const folded = small.length === text.length ? small : Array.from(text, smallOf).join('');
  return folded.replaceAll('ς', 'σ');
}

/** `İ` alone would become two units. */
function smallOf(character: string): string {
  const small = character.toLowerCase();
  return small.length === character.length ? small : character;
}
