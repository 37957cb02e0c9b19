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
  ' ': 'Space',
};
const otherNames: Readonly<Record<string, string>> = { Mod: 'Ctrl', Delete: 'Del', Escape: 'Esc', ' ': 'Space' };
/** On the keys themselves, everywhere. */
const arrows: Readonly<Record<string, string>> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' };

export const keyParts = (keys: string): string[] => keys.split(/(?<=[^+])\+/);

export function keySymbols(parts: readonly string[], mac: boolean = isMac): string {
  return mac
    ? parts.map((part) => macSymbols[part] ?? arrows[part] ?? part).join('')
    : parts.map((part) => otherNames[part] ?? arrows[part] ?? part).join('+');
}

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'> & { readonly code?: string };

/** With Alt a Mac writes another sign than the letter or digit that is pressed: the place of the key says which that is. */
function keyOf({ key, altKey, code }: Pressed, mac: boolean): string {
  return mac && altKey ? (/^(?:Key|Digit)(.)$/.exec(code ?? '')?.[1] ?? key) : key;
}

/** Held, they make no shortcut alone; `Dead`, `Process`: part of a letter that is still being written. */
const noKeys = ['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'OS', 'CapsLock', 'Dead', 'Process', 'Unidentified'];

/** The keys of the event as a shortcut is written; undefined while only such are down that make none alone. */
export function pressedKeys(event: Pressed, mac = isMac): string | undefined {
  const { ctrlKey, metaKey, shiftKey, altKey } = event;
  const key = keyOf(event, mac);
  if (noKeys.includes(key)) return undefined;
  const counts = key.length > 1 || /[a-z]/i.test(key);
  return [
    ...((mac ? metaKey : ctrlKey) ? ['Mod'] : []),
    ...(mac && ctrlKey ? ['Ctrl'] : []),
    ...(altKey ? ['Alt'] : []),
    ...(shiftKey && counts ? ['Shift'] : []),
    /^[a-z]$/.test(key) ? key.toUpperCase() : key,
  ].join('+');
}

const ariaNames: Readonly<Record<string, string>> = { Mod: isMac ? 'Meta' : 'Control', Ctrl: 'Control', Esc: 'Escape' };

/** As `aria-keyshortcuts` wants them, for those who do not see the keys. */
export const ariaKeys = (keys: string): string =>
  keyParts(keys)
    .map((part) => ariaNames[part] ?? (part === '+' ? 'Plus' : part === ' ' ? 'Space' : part))
    .join('+');

const ofText = 'Backspace|Delete|Home|End|ArrowUp|ArrowDown|ArrowLeft|ArrowRight'.split('|');

/**
 * What a person does in a text: types a sign, by AltGr or a Mac's Alt too, removes, moves by letter, word or line, takes all
 * of it, or takes back. In a text these stay what they are, whatever shortcut has them.
 */
export function isOfText({ key, ctrlKey, metaKey, altKey }: Pressed, mac = isMac): boolean {
  if (key.length > 1) return ofText.includes(key);
  const mod = mac ? metaKey && !ctrlKey : ctrlKey && !metaKey;
  if (mod && !altKey) return /[azy]/i.test(key);
  if (ctrlKey && altKey) return !/[a-z0-9]/i.test(key);
  return !ctrlKey && !metaKey && (mac || !altKey);
}

/** Whether the event is the shortcut. Letters compare without case; other modifiers than those named must be up. */
export function matchesKeys(event: Pressed, keys: string, mac = isMac): boolean {
  const parts = keyParts(keys);
  const key = parts.at(-1) ?? '';
  const mod = parts.includes('Mod');
  const ctrl = parts.includes('Ctrl') || (mod && !mac);
  return (
    keyOf(event, mac).toLowerCase() === key.toLowerCase() &&
    event.ctrlKey === ctrl &&
    event.metaKey === (mod && mac) &&
    event.altKey === parts.includes('Alt') &&
    // A character such as `?` needs Shift on most keyboards: Shift counts for letters and named keys only.
    (event.shiftKey === parts.includes('Shift') || (key.length === 1 && !/[a-z]/i.test(key)))
  );
}
