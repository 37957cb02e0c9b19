export { flowGroups, mapperGroups } from './groups.ts';
export { isShortcut, keyOf, keysAreOf, keyWords, useKey, useOwnKeys } from './own-keys.ts';
export type { ShortcutName } from './registry.ts';
export { showShortcuts, usePageShortcuts } from './sheet-state.ts';
export { ShortcutSheet } from './shortcut-sheet.tsx';
export { useNamedShortcut } from './use-named-shortcut.ts';
