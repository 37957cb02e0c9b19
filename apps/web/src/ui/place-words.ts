// Where a value stands, in words: the API names places by JSON pointer, people read names.

/** `lines › item 2 › amount` for `/lines/1/amount`. */
export function placeWords(pointer: string): string {
  const names = pointer.split('/').slice(1);
  if (names.length === 0) return 'The whole result';
  return names
    .map((name) => (/^\d+$/.test(name) ? `item ${Number(name) + 1}` : name.replaceAll('~1', '/').replaceAll('~0', '~')))
    .join(' › ');
}

/** A place at the beginning of a sentence that says what is wrong with it. Names may hold blanks, dots and commas. */
const leadingPlace = /(^|[.!?:] )(\/[^\n]*?)(?= (?:has|is|cannot|does|may|falls|needs|must)\b)/g;

/** A message of the API with its places in words. */
export const withPlaceWords = (message: string): string =>
  message.replaceAll(leadingPlace, (_, before: string, pointer: string) => `${before}${placeWords(pointer)}`);
