// The three things that the library keeps in versions, in words and addresses.
import type { ApiOutputs } from '@patchbay/api';

export type MappingItem = ApiOutputs['mapping']['list']['items'][number];
export type SchemaItem = ApiOutputs['schema']['list']['items'][number];
export type LookupItem = ApiOutputs['lookup']['list']['items'][number];
export type VersionItem = ApiOutputs['schema']['versions']['items'][number];
export type LibraryUse = ApiOutputs['schema']['usedBy']['uses'][number];

export type LibraryKind = 'mapping' | 'schema' | 'lookup';

export const kindWords: Readonly<Record<LibraryKind, string>> = {
  mapping: 'mapping',
  schema: 'schema',
  lookup: 'lookup table',
};

/** What may be a name in the library: as the server has it, said before it is sent. */
export function nameMistake(name: string): string | undefined {
  const typed = name.trim();
  if (typed === '') return 'Give it a name.';
  if (typed.length > 120) return 'A name has at most 120 characters.';
  if (typed.includes('@')) return 'A name has no “@”: that sign stands before the version.';
  return /\p{Cc}/u.test(typed) ? 'A name has no control characters.' : undefined;
}

/** `Invoice`, `Invoice 2`, … whatever is free; names differ by more than their case. */
export function freeName(wanted: string, taken: readonly string[]): string {
  const held = new Set(taken.map((name) => name.toLowerCase()));
  let name = wanted;
  for (let number = 2; held.has(name.toLowerCase()); number += 1) name = `${wanted} ${number}`;
  return name;
}
