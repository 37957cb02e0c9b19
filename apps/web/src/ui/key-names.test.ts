import { describe, expect, it } from 'vitest';
import { ariaKeys, isCharacter, keyParts, keySymbols, matchesKeys, pressedKeys } from './key-names.ts';

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
  it.each([
    [press('n'), 'N'],
    [press('N', { shiftKey: true }), 'Shift+N'],
    [press('?', { shiftKey: true }), '?'],
    [press('+', { ctrlKey: true }), 'Mod++'],
    [press('F9', { shiftKey: true }), 'Shift+F9'],
    [press('ö'), 'ö'],
    [press('Shift', { shiftKey: true }), undefined],
    [press('Dead'), undefined],
  ])('are written as they are pressed, so that they match', (event, keys) => {
    expect(pressedKeys(event, false)).toBe(keys);
    if (keys !== undefined) expect(matchesKeys(event, keys, false)).toBe(true);
  });
  it('are told to assistive technology in its own words', () => {
    expect(ariaKeys('Mod+Shift+P')).toBe('Control+Shift+P');
    expect(ariaKeys('Esc')).toBe('Escape');
    expect(ariaKeys('+')).toBe('Plus');
  });
  it('are characters where a person would type them', () => {
    expect(isCharacter(press('n'))).toBe(true);
    expect(isCharacter(press('n', { ctrlKey: true }))).toBe(false);
    expect(isCharacter(press('F8'))).toBe(false);
  });
});
