import { describe, expect, it } from 'vitest';
import { keyParts, keySymbols, matchesKeys } from './key-names.ts';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

describe('shortcuts', () => {
  it('are written as the system writes them', () => {
    expect(keySymbols(keyParts('Mod+Shift+P'), true)).toBe('⌘⇧P');
    expect(keySymbols(keyParts('Mod+Shift+P'), false)).toBe('Ctrl+Shift+P');
    expect(keySymbols(keyParts('Mod++'), false)).toBe('Ctrl++');
    expect(keySymbols(keyParts('Alt+Shift+ArrowUp'), false)).toBe('Alt+Shift+↑');
    expect(keySymbols(keyParts('Alt+ArrowLeft'), true)).toBe('⌥←');
  });
  it('match exactly the keys that are held', () => {
    expect(matchesKeys(press('k', { ctrlKey: true }), 'Mod+K', false)).toBe(true);
    expect(matchesKeys(press('k', { metaKey: true }), 'Mod+K', true)).toBe(true);
    expect(matchesKeys(press('k', { ctrlKey: true, shiftKey: true }), 'Mod+K', false)).toBe(false);
    expect(matchesKeys(press('?', { shiftKey: true }), '?', false)).toBe(true);
    expect(matchesKeys(press('n', { shiftKey: true }), 'N', false)).toBe(false);
  });
});
