// Light, dark, or as the system says. The choice is remembered per browser; public/theme-boot.js reads it before the first paint.
import { useSyncExternalStore } from 'react';

export type ThemeChoice = 'light' | 'dark' | 'system';
export type Theme = 'light' | 'dark';

const storageKey = 'patchbay.theme';
const system = (): MediaQueryList => matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

function read(): ThemeChoice {
  try {
    const stored = localStorage.getItem(storageKey);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  } catch {
    return 'system'; // Storage is forbidden: follow the system.
  }
}

let choice = read();

const resolved = (): Theme => (choice === 'system' ? (system().matches ? 'dark' : 'light') : choice);

function paint(): void {
  document.documentElement.dataset['theme'] = resolved();
  for (const listener of listeners) listener();
}

export function chooseTheme(next: ThemeChoice): void {
  choice = next;
  try {
    if (next === 'system') localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, next);
  } catch {
    // Storage is forbidden: the choice holds until the page is closed.
  }
  paint();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  const media = system();
  media.addEventListener('change', paint);
  return () => {
    listeners.delete(listener);
    media.removeEventListener('change', paint);
  };
}

export const useThemeChoice = (): ThemeChoice => useSyncExternalStore(subscribe, () => choice);
/** The theme that is shown, for parts that cannot read CSS variables. */
export const useTheme = (): Theme => useSyncExternalStore(subscribe, resolved);
