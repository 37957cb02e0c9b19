// The order in which keys are written in JSON text: an object in memory has keys such as 2024 first, whatever was written.
import type { Json } from './json.ts';
import { isJsonObject } from './json.ts';

/** The keys of the object at a path of keys and positions, as they are written; undefined where there is no object. */
export type WrittenKeys = (path: readonly string[]) => string[] | undefined;

const longestWholeKey = 10;
const wholeKey = /^(?:0|[1-9]\d{0,9})$/;
/** Whether an object puts the key before others. */
export const isWholeKey = (key: string): boolean => wholeKey.test(key);

/** A character for private use: with it in front, a key is one like any other. */
const mark = '\uE000';
const marked = (key: string): string => (isWholeKey(key) ? mark + key : key);
const unmarked = (key: string): string => (key.startsWith(mark) ? key.slice(1) : key);

/** Of valid JSON text. Undefined when no key of it looks like a whole number, so that objects have their keys as written. */
export function writtenKeys(text: string): WrittenKeys | undefined {
  const marking = withMarks(text);
  if (marking === undefined) return undefined;
  const root = JSON.parse(marking) as Json;
  return (path) => {
    let at: Json | undefined = root;
    for (const key of path) {
      const name = marked(key);
      if (Array.isArray(at)) at = at[Number(key)];
      else at = isJsonObject(at) && Object.hasOwn(at, name) ? at[name] : undefined;
    }
    return isJsonObject(at) ? Object.keys(at).map(unmarked) : undefined;
  };
}

/** Text after text is stepped over, so that nothing inside of one is taken for another, however long it is. */
function withMarks(text: string): string | undefined {
  const parts: string[] = [];
  let done = 0;
  for (let start = text.indexOf('"'); start !== -1;) {
    const end = endOfText(text, start + 1);
    if (end - start <= longestWholeKey + 1 && isWholeKey(text.slice(start + 1, end)) && isColonNext(text, end + 1)) {
      parts.push(text.slice(done, start + 1), mark);
      done = start + 1;
    }
    start = text.indexOf('"', end + 1);
  }
  return parts.length === 0 ? undefined : parts.join('') + text.slice(done);
}

/** The place of the quotation mark that closes a text: the next with an even number of backslashes before it. */
function endOfText(text: string, from: number): number {
  for (let end = text.indexOf('"', from); end !== -1; end = text.indexOf('"', end + 1)) {
    let before = end;
    while (text.charAt(before - 1) === '\\') before -= 1;
    if ((end - before) % 2 === 0) return end;
  }
  return text.length;
}

function isColonNext(text: string, from: number): boolean {
  let at = from;
  while (' \t\r\n'.includes(text.charAt(at)) && at < text.length) at += 1;
  return text.charAt(at) === ':';
}
