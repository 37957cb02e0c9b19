// Conditions of lists that are in the order of their names, and searched by them.
import { containing } from './containing.ts';

/** Part of a name or a description; null: all. */
export function searchedFor(search: string | null) {
  if (search === null) return {};
  const contains = containing(search);
  return { OR: [{ name: contains }, { description: contains }] };
}

/** What comes behind this one; null: from the first on. */
export const behind = (after: { readonly name: string; readonly id: string } | null) =>
  after === null ? {} : { OR: [{ name: { gt: after.name } }, { name: after.name, id: { gt: after.id } }] };
