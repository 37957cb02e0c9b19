// Shortcuts as people read them: ⌘⇧P on a Mac, Ctrl+Shift+P elsewhere.
const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

const macSymbols: Readonly<Record<string, string>> = {
  Mod: '⌘',
  Shift: '⇧',
  Alt: '⌥',
  Ctrl: '⌃',
  Enter: '↵',
  Escape: 'esc',
  Delete: '⌦',
  Backspace: '⌫',
};
const otherNames: Readonly<Record<string, string>> = { Mod: 'Ctrl', Delete: 'Del', Escape: 'Esc' };
/** On the keys themselves, everywhere. */
const arrows: Readonly<Record<string, string>> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' };

export const keyParts = (keys: string): string[] => keys.split(/(?<=.)\+/);

export function keySymbols(parts: readonly string[], mac: boolean = isMac): string {
  return mac
    ? parts.map((part) => macSymbols[part] ?? arrows[part] ?? part).join('')
    : parts.map((part) => otherNames[part] ?? arrows[part] ?? part).join('+');
}

/** Whether the event is the shortcut. Letters compare without case; other modifiers than those named must be up. */
export function matchesKeys(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>,
  keys: string,
  mac = isMac,
): boolean {
  const parts = keyParts(keys);
  const key = parts.at(-1) ?? '';
  const mod = parts.includes('Mod');
  const ctrl = parts.includes('Ctrl') || (mod && !mac);
  return (
    event.key.toLowerCase() === key.toLowerCase() &&
    event.ctrlKey === ctrl &&
    event.metaKey === (mod && mac) &&
    event.altKey === parts.includes('Alt') &&
    // A character such as `?` needs Shift on most keyboards: Shift counts for letters and named keys only.
    (event.shiftKey === parts.includes('Shift') || (key.length === 1 && !/[a-z]/i.test(key)))
  );
}
