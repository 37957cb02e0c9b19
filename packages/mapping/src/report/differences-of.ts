// Where two values differ, by path: what a failed test is told by.
import { isJsonObject } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';

export interface ValueDifference {
  /** A JSON pointer: `/lines/0/amount`. */
  readonly path: string;
  /** What is wanted there; absent: nothing. */
  readonly expected?: Json | undefined;
  /** What was made there; absent: nothing. */
  readonly actual?: Json | undefined;
}

export const mostDifferences = 100;

const segment = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
const ownOf = (object: { readonly [key: string]: Json }, name: string): Json | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;

/**
 * In the order of what is expected, then what is there besides; the first hundred. The order of keys is no difference, the
 * order of lists is, and a key that is null is not one that is missing.
 */
export function differencesOf(expected: Json, actual: Json): ValueDifference[] {
  const found: ValueDifference[] = [];
  const visit = (wanted: Json | undefined, made: Json | undefined, path: string): void => {
    if (found.length >= mostDifferences) return;
    if (Array.isArray(wanted) && Array.isArray(made)) {
      for (let at = 0; at < Math.max(wanted.length, made.length); at += 1) visit(wanted[at], made[at], `${path}/${at}`);
    } else if (isPlain(wanted) && isPlain(made)) {
      const names = new Set([...Object.keys(wanted), ...Object.keys(made)]);
      for (const name of names) visit(ownOf(wanted, name), ownOf(made, name), `${path}/${segment(name)}`);
    } else if (wanted !== made) {
      found.push({
        path,
        ...(wanted === undefined ? {} : { expected: wanted }),
        ...(made === undefined ? {} : { actual: made }),
      });
    }
  };
  visit(expected, actual, '');
  return found;
}

const isPlain = (value: Json | undefined): value is { [key: string]: Json } =>
  value !== undefined && isJsonObject(value);
