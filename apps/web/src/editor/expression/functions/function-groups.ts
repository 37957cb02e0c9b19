// The catalogue as the palette shows it: found by name or words, by category, what was used last on top.
import { functionCatalogue } from '@patchbay/mapping';
import { readJsonText } from '@patchbay/model/schema';
import type { FunctionDescription } from '@patchbay/mapping';

export interface FunctionGroup {
  readonly title: string;
  readonly functions: readonly FunctionDescription[];
}

const storageKey = 'patchbay.functions.recent';
const keptRecent = 6;

export function functionGroups(query: string, recent: readonly string[] = recentFunctions()): FunctionGroup[] {
  const words = query
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const found = functionCatalogue.filter(({ name, summary, category }) => {
    const haystack = `${name} ${summary} ${category}`.toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
  const [first = ''] = words;
  const byName = found.toSorted(
    (left, right) => rank(left, first) - rank(right, first) || (left.name < right.name ? -1 : 1),
  );
  if (words.length > 0) return byName.length === 0 ? [] : [{ title: 'Found', functions: byName }];
  const used = recent.flatMap((name) => functionCatalogue.filter((one) => one.name === name));
  const categories = [...new Set(functionCatalogue.map(({ category }) => category))];
  return [
    ...(used.length === 0 ? [] : [{ title: 'Used last', functions: used }]),
    ...categories.map((title) => ({ title, functions: byName.filter(({ category }) => category === title) })),
  ];
}

const rank = ({ name }: FunctionDescription, word: string): number => {
  const lower = name.toLowerCase();
  if (lower === word) return 0;
  return lower.startsWith(word) ? 1 : lower.includes(word) ? 2 : 3;
};

function recentFunctions(): string[] {
  const stored = readJsonText(localStorage.getItem(storageKey) ?? '[]');
  return !stored.ok || !Array.isArray(stored.value) ? [] : stored.value.filter((name) => typeof name === 'string');
}

export function rememberFunction(name: string): void {
  const next = [name, ...recentFunctions().filter((other) => other !== name)].slice(0, keptRecent);
  localStorage.setItem(storageKey, JSON.stringify(next));
}
