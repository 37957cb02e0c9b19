// What a person typed of a text, without the text: it is kept in the browser, and the rest may be another person's.
import * as z from 'zod';
import { markOf } from '../drafts/formula-draft.ts';

/** One stretch of a text that was replaced. Of what stood there and around it only marks are held, which find the place again. */
export const TextPatch = z.object({
  /** Where it begins, and how far from the end of the text it ends, in UTF-16 units. */
  start: z.int().min(0),
  fromEnd: z.int().min(0),
  /** What stood there: its length and its mark. */
  length: z.int().min(0),
  was: z.string(),
  before: z.string(),
  after: z.string(),
  /** What stands there now. */
  text: z.string(),
});
export type TextPatch = z.infer<typeof TextPatch>;

/** So much on either side must be as it was. */
const around = 16;

export function patchOf(base: string, typed: string): TextPatch {
  const shorter = Math.min(base.length, typed.length);
  let start = 0;
  while (start < shorter && base[start] === typed[start]) start += 1;
  let fromEnd = 0;
  while (fromEnd < shorter - start && base.at(-1 - fromEnd) === typed.at(-1 - fromEnd)) fromEnd += 1;
  const end = base.length - fromEnd;
  return {
    start,
    fromEnd,
    length: end - start,
    was: markOf(base.slice(start, end)),
    before: markOf(before(base, start)),
    after: markOf(after(base, end)),
    text: typed.slice(start, typed.length - fromEnd),
  };
}

/** The text as it was typed, over one that may have changed elsewhere; undefined where its place is not to be found. */
export function patched(base: string, patch: TextPatch): string | undefined {
  const start = [patch.start, base.length - patch.fromEnd - patch.length].find((at) => isPlace(base, at, patch));
  return start === undefined ? undefined : base.slice(0, start) + patch.text + base.slice(start + patch.length);
}

function isPlace(base: string, start: number, patch: TextPatch): boolean {
  const end = start + patch.length;
  return (
    start >= 0 &&
    end <= base.length &&
    markOf(base.slice(start, end)) === patch.was &&
    markOf(before(base, start)) === patch.before &&
    markOf(after(base, end)) === patch.after
  );
}

const before = (text: string, at: number): string => text.slice(Math.max(0, at - around), at);
const after = (text: string, at: number): string => text.slice(at, at + around);
