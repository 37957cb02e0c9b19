// The keys that a person gave to shortcuts, in the storage of the browser: a keyboard belongs to a machine, not to an account.
import { readJsonText } from '@patchbay/model/schema';
import { useSyncExternalStore } from 'react';
import * as z from 'zod';
import { keyParts, keySymbols, matchesKeys } from '../ui/index.ts';
import { shortcutNames, shortcuts } from './registry.ts';
import type { ShortcutName } from './registry.ts';

/** By name; none: turned off. What is not there has the keys that it has of itself. */
export type OwnKeys = Partial<Readonly<Record<ShortcutName, readonly string[]>>>;

const prefix = 'patchbay.keys:';
const Kept = z.record(z.string(), z.array(z.string().min(1).max(40)).max(4));

const listeners = new Set<() => void>();
let person = '';
let own: OwnKeys = {};

/** Names that are no more, and texts that are no keys, are passed over. */
export function ownKeysOf(text: string | null): OwnKeys {
  const stored = readJsonText(text ?? '{}');
  const kept = Kept.safeParse(stored.ok ? stored.value : {});
  if (!kept.success) return {};
  const known = shortcutNames.map((name) => [name, kept.data[name]] as const);
  return Object.fromEntries(known.filter(([, keys]) => keys !== undefined));
}

function read(): OwnKeys {
  try {
    return ownKeysOf(localStorage.getItem(prefix + person));
  } catch {
    return {}; // Storage is forbidden.
  }
}

function change(next: OwnKeys): void {
  own = next;
  for (const listener of listeners) listener();
}

/** From now on keys are those of this person. */
export function keysAreOf(id: string): void {
  if (id === person) return;
  person = id;
  change(read());
}

/** The keys of a shortcut; of itself, those that it had before anybody changed them. */
export function keysOf(name: ShortcutName): readonly string[] {
  return own[name] ?? shortcuts[name].keys;
}

/** What stands beside the words of a shortcut: the first of its keys; undefined when it has none. */
export const keyOf = (name: ShortcutName): string | undefined => keysOf(name)[0];

/** The same after words: ` (F9)`; nothing when it has none. */
export function keyWords(name: ShortcutName): string {
  const key = keyOf(name);
  return key === undefined ? '' : ` (${keySymbols(keyParts(key))})`;
}

export const isOwn = (name: ShortcutName): boolean => own[name] !== undefined;

/** Whether the event is the shortcut, by the person's keys. */
export const isShortcut = (event: Parameters<typeof matchesKeys>[0], name: ShortcutName): boolean =>
  keysOf(name).some((keys) => matchesKeys(event, keys));

/** Gives shortcuts other keys, at once: what one takes from another, the other has no more. Undefined: as of itself. */
export function setKeys(changes: Partial<Record<ShortcutName, readonly string[] | undefined>>): void {
  const next = Object.fromEntries(Object.entries({ ...own, ...changes }).filter(([, keys]) => keys !== undefined));
  try {
    if (Object.keys(next).length === 0) localStorage.removeItem(prefix + person);
    else localStorage.setItem(prefix + person, JSON.stringify(next));
  } catch {
    // Storage is full or forbidden: the keys hold until the page is closed.
  }
  change(next);
}

export const resetKeys = (): void => setKeys(Object.fromEntries(shortcutNames.map((name) => [name, undefined])));

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  const fromOtherTab = ({ key }: StorageEvent): void => {
    if (key === prefix + person || key === null) change(read());
  };
  addEventListener('storage', fromOtherTab);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', fromOtherTab);
  };
}

/** Drawn again when any of them changes. */
export const useOwnKeys = (): OwnKeys => useSyncExternalStore(subscribe, () => own);

export function useKey(name: ShortcutName): string | undefined {
  useOwnKeys();
  return keyOf(name);
}
