// The order in which keys are written in JSON text: an object in memory has keys such as 2024 first, whatever was written.
import type { Json } from './json.ts';
import { isJsonObject } from './json.ts';

/** The keys of the object at a path of keys and positions, as they are written; undefined where there is no object. */
export type WrittenKeys = (path: readonly string[]) => string[] | undefined;

const wholeKey = /^(?:0|[1-9]\d{0,9})$/;
/** Whether an object puts the key before others. */
export const isWholeKey = (key: string): boolean => wholeKey.test(key);

/** A character for private use: with it in front, a key is one like any other. */
const mark = '\uE000';
const marked = (key: string): string => (isWholeKey(key) ? mark + key : key);
const unmarked = (key: string): string => (key.startsWith(mark) ? key.slice(1) : key);

/** Of valid JSON text. Undefined when no key of it looks like a whole number, so that objects have their keys as written. */
export function writtenKeys(text: string): WrittenKeys | undefined {
  let isMarked = false;
  // Texts one after another, so that nothing inside of one is taken for another.
  const marking = text.replaceAll(/"((?:[^"\\]|\\.)*)"(?=\s*(:?))/g, (whole, inner: string, colon: string) => {
    if (colon === '' || !isWholeKey(inner)) return whole;
    isMarked = true;
    return `"${mark}${inner}"`;
  });
  if (!isMarked) return undefined;
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
