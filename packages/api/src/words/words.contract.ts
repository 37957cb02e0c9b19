// What goes in and out of the procedures of the workspace's words: what auto-map takes for the same.
import * as z from 'zod';
import type { Caller } from '../trpc/caller.ts';
import { TimeText } from '../trpc/paging.ts';

const GroupId = z.uuid().describe('The id of a group of words.');
export const WordsKind = z
  .enum(['synonyms', 'abbreviation'])
  .describe('`synonyms`: all mean the same · `abbreviation`: two words, the first is short for the second.');
export type WordsKind = z.infer<typeof WordsKind>;
const Words = z
  .array(
    z
      .string()
      .trim()
      .min(1)
      .max(60)
      .regex(/^[^\p{Cc}]+$/u, 'a word has no control characters'),
  )
  .min(2)
  .max(50)
  .describe('The words; a word of several parts is written with spaces: `postal code`.');

export const WordGroup = z.object({
  id: GroupId,
  kind: WordsKind,
  words: Words,
  updatedBy: z.string().describe('Who wrote it.'),
  updatedAt: TimeText.describe('When it was written, UTC.'),
});
export type WordGroup = z.infer<typeof WordGroup>;
export const WordList = z.object({
  groups: z.array(WordGroup).describe('The groups of the workspace, by their words.'),
});
export type WordList = z.infer<typeof WordList>;
const shortAndLong = ({ kind, words }: { kind: WordsKind; words: string[] }): boolean =>
  kind === 'synonyms' || words.length === 2;
const shortAndLongMessage = 'an abbreviation has two words: the short one and what it stands for';
export const WordsAddInput = z
  .strictObject({ kind: WordsKind, words: Words })
  .refine(shortAndLong, shortAndLongMessage);
export type WordsAddInput = z.infer<typeof WordsAddInput>;
export const WordsAdded = z.object({ id: GroupId });
export type WordsAdded = z.infer<typeof WordsAdded>;
export const WordsUpdateInput = z
  .strictObject({ groupId: GroupId, kind: WordsKind, words: Words })
  .refine(shortAndLong, shortAndLongMessage);
export type WordsUpdateInput = z.infer<typeof WordsUpdateInput>;
export const WordsIdInput = z.strictObject({ groupId: GroupId });
export type WordsIdInput = z.infer<typeof WordsIdInput>;

export interface WordsService {
  list(caller: Caller): Promise<WordList>;
  add(caller: Caller, input: WordsAddInput): Promise<WordsAdded>;
  update(caller: Caller, input: WordsUpdateInput): Promise<void>;
  delete(caller: Caller, input: WordsIdInput): Promise<void>;
}
