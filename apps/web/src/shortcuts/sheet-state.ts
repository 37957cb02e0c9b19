// Which shortcuts the sheet shows; null while it is closed. Asked for by a key or a button; by key it shows those of the page.
import { useEffect } from 'react';
import { create } from 'zustand';
import { pageGroups } from './groups.ts';
import type { ShortcutGroup } from './groups.ts';

interface SheetState {
  readonly shown: readonly ShortcutGroup[] | null;
  readonly ofPage: readonly ShortcutGroup[];
}

export const sheet = create<SheetState>(() => ({ shown: null, ofPage: pageGroups }));

export const showShortcuts = (groups?: readonly ShortcutGroup[]): void =>
  sheet.setState(({ ofPage }) => ({ shown: groups ?? ofPage }));

/** The page has these shortcuts as long as it is there; null: it says nothing of them. */
export function usePageShortcuts(groups: readonly ShortcutGroup[] | null): void {
  useEffect(() => {
    if (groups === null) return;
    sheet.setState({ ofPage: groups });
    return () => sheet.setState({ ofPage: pageGroups });
  }, [groups]);
}
