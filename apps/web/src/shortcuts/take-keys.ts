// What happens when keys are given to a shortcut: nobody may lose one in silence, so a clash is told and decided.
import { whyFixed } from './fixed-keys.ts';
import { shortcutNames, shortcuts } from './registry.ts';
import type { Place, ShortcutName } from './registry.ts';

export type Taking =
  | { readonly kind: 'free' }
  /** These have the keys, where the shortcut acts too. */
  | { readonly kind: 'taken'; readonly by: readonly ShortcutName[] }
  | { readonly kind: 'refused'; readonly why: string };

type KeysOf = (name: ShortcutName) => readonly string[];

export function takeKeys(name: ShortcutName, keys: string, keysOf: KeysOf): Taking {
  const { place } = shortcuts[name];
  const by = shortcutNames.filter(
    (other) => other !== name && overlap(shortcuts[other].place, place) && keysOf(other).includes(keys),
  );
  if (by.length > 0) return { kind: 'taken', by };
  const isFirst = shortcuts[name].keys.includes(keys);
  const why = isFirst ? undefined : whyFixed(keys, place);
  return why === undefined ? { kind: 'free' } : { kind: 'refused', why };
}

const overlap = (one: Place, other: Place): boolean => one === other || one === 'everywhere' || other === 'everywhere';

/** The changes that give the keys to the shortcut and take them from the others. */
export function takenFrom(
  name: ShortcutName,
  keys: string,
  { by, keysOf }: { readonly by: readonly ShortcutName[]; readonly keysOf: KeysOf },
): Partial<Record<ShortcutName, readonly string[]>> {
  const left = by.map((other) => [other, keysOf(other).filter((one) => one !== keys)] as const);
  return Object.fromEntries([...left, [name, [keys]]]);
}
