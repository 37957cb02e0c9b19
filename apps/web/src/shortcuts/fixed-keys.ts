// Keys that stay as they are: those that move, open and close everywhere, those of the clipboard, which the browser tells of
// itself, and those that the browser keeps.
import { keyParts } from '../ui/index.ts';
import type { Place } from './registry.ts';

/** With them alone, or with Shift, people go through what is on the screen. */
const moving = 'Enter|Escape|Tab| |Home|End|PageUp|PageDown|ArrowUp|ArrowDown|ArrowLeft|ArrowRight'.split('|');

const clipboard = ['Mod+C', 'Mod+X', 'Mod+V'];

const ofPlaces: Readonly<Record<Place, readonly string[]>> = {
  everywhere: ['Shift+F10', 'ContextMenu'],
  flow: ['Mod+ArrowUp', 'Mod+ArrowDown', 'Mod+ArrowLeft', 'Mod+ArrowRight'],
  mapper: ['F2', 'Mod+A', 'Ctrl+ ', 'Mod+ ', 'Shift+Alt+F', 'Alt+Shift+ArrowLeft', 'Alt+Shift+ArrowRight'],
  runs: [],
};

/** No page gets to see them, or the page would go. */
const browser = [
  'F5',
  'F11',
  'F12',
  ...['F4', 'Home', 'ArrowLeft', 'ArrowRight'].map((key) => `Alt+${key}`),
  ...['W', 'T', 'N', 'R', 'L', 'Q', 'Tab', 'Shift+W', 'Shift+T', 'Shift+N', 'Shift+I'].map((key) => `Mod+${key}`),
];

/** Why keys cannot be given to a shortcut of the place; undefined when they can. */
export function whyFixed(keys: string, place: Place): string | undefined {
  const parts = keyParts(keys);
  const alone = parts.filter((part) => part !== 'Shift');
  if (browser.includes(keys)) return 'The browser keeps these keys for itself.';
  if (clipboard.includes(keys)) return 'These keys copy, cut and paste everywhere.';
  if (alone.length === 1 && moving.includes(alone[0] ?? ''))
    return 'These keys move, open and close, and stay as they are.';
  const places: readonly Place[] =
    place === 'everywhere' ? ['everywhere', 'flow', 'mapper', 'runs'] : ['everywhere', place];
  if (places.some((one) => ofPlaces[one].includes(keys))) return 'These keys have a meaning here that stays as it is.';
  return undefined;
}
