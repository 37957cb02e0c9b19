// Step 4: words written together, `ordernumber` or `Bestellnummer`, parted where all parts are known words.

const minLength = 5;
const maxLength = 40;
const minPart = 3;
const maxParts = 5;
/** Between the parts of German compounds: Auftrag-s-nummer, Kunde-n-nummer. */
const links = ['', 's', 'n', 'es', 'en', 'e'];
/** Parts of two letters that end a name: orderno, shipto, createdat. */
const shortEndings = new Set(['no', 'nr', 'id', 'to', 'by', 'at', 'dt', 'cd', 'nm']);
/** Endings that make a compound of short forms alone: custno, ordqty. */
const tellingEndings = new Set([...shortEndings, 'num', 'qty', 'amt', 'ref', 'dat', 'date']);

export interface KnownWords {
  readonly isKnown: (word: string) => boolean;
  readonly isShortForm: (word: string) => boolean;
}

type Parts = readonly string[];

/**
 * The words that make up `word` wholly, the fewest; none when it cannot be parted. One part at least is a known word of four
 * letters or a telling ending, else “export” would be “exp” and the German “ort”.
 */
export function splitCompound(word: string, words: KnownWords): Parts | undefined {
  const { length } = word;
  if (length < minLength || length > maxLength) return undefined;
  const best: (Parts | undefined)[] = Array.from({ length: length + 1 });
  best[length] = [];
  for (let start = length - 1; start >= 0; start -= 1) {
    for (let end = length; end >= start + 2; end -= 1) {
      if (start === 0 && end === length) continue;
      const part = word.slice(start, end);
      if (!fits(part, { start, isLast: end === length, words })) continue;
      const rest = restAfter(word, end, best);
      if (rest !== undefined && rest.length + 1 < (best[start]?.length ?? Infinity)) best[start] = [part, ...rest];
    }
  }
  const found = best[0] ?? behindPrefix(word, words);
  if (found === undefined || found.length < 2 || found.length > maxParts) return undefined;
  const isSure = found.some((part) => part.length > minPart && words.isKnown(part));
  return isSure || tellingEndings.has(found.at(-1) ?? '') ? found : undefined;
}

/** `UIQTY`, `XDATE`: a letter or two of a house before a word that can only be meant. */
function behindPrefix(word: string, words: KnownWords): Parts | undefined {
  for (const length of [1, 2]) {
    const rest = word.slice(length);
    const isSure = rest.length >= minLength ? words.isKnown(rest) : rest.length >= minPart && tellingEndings.has(rest);
    if (isSure) return [word.slice(0, length), rest];
  }
  return undefined;
}

function fits(part: string, at: { start: number; isLast: boolean; words: KnownWords }): boolean {
  if (part.length < minPart) {
    return at.isLast && at.start > 0 && (shortEndings.has(part) || at.words.isShortForm(part));
  }
  return at.words.isKnown(part) || at.words.isShortForm(part);
}

function restAfter(word: string, end: number, best: readonly (Parts | undefined)[]): Parts | undefined {
  if (end === word.length) return best[end];
  let found: Parts | undefined;
  for (const link of links) {
    const rest = word.startsWith(link, end) ? best[end + link.length] : undefined;
    if (rest !== undefined && rest.length > 0 && (found === undefined || rest.length < found.length)) found = rest;
  }
  return found;
}
