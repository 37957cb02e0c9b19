// What is wrong with word lists: two groups that claim one word say two things at once.
import type { Diagnostic } from '@patchbay/model/errors';
import { foldText } from '../names/fold-text.ts';
import type { ExtraWords } from './lexicon.ts';
import type { WordGroup } from './word-group.ts';

/** One diagnostic for each word in two groups, each empty group and each word that is not written as words of lists are. */
export function checkWords(groups: readonly WordGroup[]): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const owners = new Map<string, string>();
  const report = (concept: string, message: string): void => {
    diagnostics.push({ severity: 'error', code: 'words.invalid', message, at: { field: concept } });
  };
  for (const { concept, words } of groups) {
    if (words.length === 0) report(concept, `The group ${concept} has no words. Add some or remove it.`);
    for (const word of words) {
      if (word !== word.toLowerCase() || word !== word.trim() || !/^[\p{L}\p{N}]+( [\p{L}\p{N}]+)*$/u.test(word)) {
        report(concept, `“${word}” must be lower case, its words parted by one space.`);
      }
      const key = foldText(word).replaceAll(' ', '');
      const owner = owners.get(key);
      if (owner !== undefined && owner !== concept) {
        report(concept, `“${word}” is in ${owner} and in ${concept}. Leave it in the one that it means most often.`);
      }
      owners.set(key, concept);
    }
  }
  return diagnostics;
}

/** The same for the words of a workspace; a group is named by its place, a short form by itself. */
export function checkExtraWords(extra: ExtraWords): Diagnostic[] {
  const groups = (extra.groups ?? []).map((words, at) => ({ concept: `groups/${at}`, words }));
  const shorts = Object.entries(extra.abbreviations ?? {}).flatMap(([short, long]): Diagnostic[] => {
    if (/^[\p{L}\p{N}]+$/u.test(short) && long.trim() !== '') return [];
    const message = `The short form “${short.slice(0, 40)}” must be one word and stand for at least one.`;
    return [{ severity: 'error', code: 'words.invalid', message, at: { field: `abbreviations/${short}` } }];
  });
  return [...checkWords(groups), ...shorts];
}
