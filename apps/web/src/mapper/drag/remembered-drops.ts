// The choice that a person took last for each kind of drop; it comes first the next time.
import type { DropKind } from '@patchbay/mapping/edit';

const key = 'patchbay.mapper.drops';

export function rememberedDrops(): Readonly<Record<string, string>> {
  try {
    const held: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    if (typeof held !== 'object' || held === null) return {};
    return Object.fromEntries(
      Object.entries(held).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    return {}; // Storage is forbidden or holds something else: nothing is remembered.
  }
}

export function rememberDrop(kind: DropKind, id: string): void {
  try {
    localStorage.setItem(key, JSON.stringify({ ...rememberedDrops(), [kind]: id }));
  } catch {
    // Storage is forbidden: the choice holds for this once.
  }
}
