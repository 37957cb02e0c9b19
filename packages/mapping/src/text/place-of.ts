import type { Site } from '../evaluate/site.ts';

/** UTF-16 offset of a delimiter in a text: 1 is the first, 2 the second, −1 the last. Undefined where there is none. */
export function placeOf(
  text: string,
  { delimiter, occurrence }: { delimiter: string; occurrence: number },
  site: Site,
): number | undefined {
  if (delimiter === '')
    throw site.error('invalidValue', 'the delimiter is empty. Name the text that separates the parts.');
  const number = Math.trunc(occurrence);
  if (number === 0) throw site.error('invalidValue', 'occurrences are counted from 1, or from −1 at the end.');
  let at = number > 0 ? text.indexOf(delimiter) : text.lastIndexOf(delimiter);
  for (let left = Math.abs(number); at !== -1 && left > 1; left -= 1) {
    if (number > 0) at = text.indexOf(delimiter, at + delimiter.length);
    else at = at < delimiter.length ? -1 : text.lastIndexOf(delimiter, at - delimiter.length);
  }
  return at === -1 ? undefined : at;
}
