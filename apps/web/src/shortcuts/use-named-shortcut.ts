import { useShortcut } from '../ui/index.ts';
import { keysOf, useOwnKeys } from './own-keys.ts';
import type { ShortcutName } from './registry.ts';

/** A shortcut of the whole page, by the person's keys. */
export function useNamedShortcut(name: ShortcutName, act: (event: KeyboardEvent) => unknown, enabled = true): void {
  useOwnKeys();
  useShortcut(keysOf(name), act, enabled);
}
