import { describe, expect, it } from 'vitest';
import { ariaKeys, isOfText, keyParts, keySymbols, matchesKeys, pressedKeys } from './key-names.ts';

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
  it('are those of a letter with Alt on a Mac, which writes another sign by it', () => {
    const event = { ...press('\uF8FF', { altKey: true, shiftKey: true }), code: 'KeyK' };
    expect(matchesKeys(event, 'Alt+Shift+K', true)).toBe(true);
    expect(pressedKeys(event, true)).toBe('Alt+Shift+K');
    expect(pressedKeys({ ...press('ArrowUp', { altKey: true }), code: 'ArrowUp' }, true)).toBe('Alt+ArrowUp');
    expect(pressedKeys({ ...press('z', { altKey: true }), code: 'KeyY' }, false)).toBe('Alt+Z');
  });
});

describe('isOfText', () => {
  it.each([
    ['a letter', press('n'), false],
    ['a sign by Alt on a Mac', press('@', { altKey: true }), true],
    ['a sign by AltGr, told as Ctrl and Alt', press('@', { ctrlKey: true, altKey: true }), false],
    ['what removes', press('Backspace'), false],
    ['what removes a word', press('Backspace', { ctrlKey: true }), false],
    ['what moves by words', press('ArrowLeft', { ctrlKey: true, shiftKey: true }), false],
    ['all of it', press('a', { ctrlKey: true }), false],
    ['all of it on a Mac', press('a', { metaKey: true }), true],
    ['what takes back', press('Z', { ctrlKey: true, shiftKey: true }), false],
  ])('is what a person does in a text: %s', (_, event, mac) => {
    expect(isOfText(event, mac)).toBe(true);
  });

  it.each([
    ['a key of functions', press('F8')],
    ['a letter with Ctrl', press('n', { ctrlKey: true })],
    ['a letter with Alt', press('n', { altKey: true })],
    ['a letter with Ctrl and Alt', press('a', { ctrlKey: true, altKey: true })],
    ['Enter with Ctrl', press('Enter', { ctrlKey: true })],
  ])('is not %s', (_, event) => {
    expect(isOfText(event, false)).toBe(false);
  });
});
