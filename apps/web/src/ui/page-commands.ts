// What the page that is shown adds to the command palette, as long as it is shown.
import { useEffect, useSyncExternalStore } from 'react';
import type { PaletteGroup } from './command-palette.tsx';

type Commands = () => PaletteGroup;

let given: readonly Commands[] = [];
const listeners = new Set<() => void>();

function change(next: readonly Commands[]): void {
  given = next;
  for (const listener of listeners) listener();
}

/** `commands` is asked for what there is to do each time the palette opens. Stable. */
export function usePageCommands(commands: Commands): void {
  useEffect(() => {
    change([...given, commands]);
    return () => change(given.filter((one) => one !== commands));
  }, [commands]);
}

/** What pages add, one group each. */
export const useCommandsOfPage = (): readonly Commands[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => given,
  );
