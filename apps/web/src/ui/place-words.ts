// Where a value stands, in words: the API names places by JSON pointer, people read names.

/** `lines › item 2 › amount` for `/lines/1/amount`. */
export function placeWords(pointer: string): string {
  const names = pointer.split('/').slice(1);
  if (names.length === 0) return 'The whole result';
  return names
    .map((name) => (isPosition(name) ? `item ${Number(name) + 1}` : name.replaceAll('~1', '/').replaceAll('~0', '~')))
    .join(' › ');
}

/** Without the schema a number may be a name too: a year, a postcode. Long ones stay as they are; so does what no position begins with. */
const isPosition = (name: string): boolean => /^(0|[1-9]\d{0,2})$/.test(name);

/** A place at the beginning of a sentence that says what is wrong with it. Names may hold blanks, dots and commas. */
const leadingPlace = /(^|[.!?:] )(\/[^\n]*?)(?= (?:has|is|cannot|does|may|falls|needs|must)\b)/g;

/** Who writes places into messages; all others, a person's own code among them, may mean what they like by a slash. */
const speakOfPlaces: ReadonlySet<string> = new Set(['mapping', 'contract']);

/** The message of an error, with its places in words where it names any. */
export const messageWords = ({ code, message }: { readonly code: string; readonly message: string }): string =>
  speakOfPlaces.has(code) ? withPlaceWords(message) : message;

/** What a mapping says, with its places in words. */
export const withPlaceWords = (message: string): string =>
  message.replaceAll(leadingPlace, (_, before: string, pointer: string) => `${before}${placeWords(pointer)}`);
