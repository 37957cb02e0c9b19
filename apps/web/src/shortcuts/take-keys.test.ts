import { describe, expect, it } from 'vitest';
import { shortcutNames, shortcuts } from './registry.ts';
import type { ShortcutName } from './registry.ts';
import { takenFrom, takeKeys } from './take-keys.ts';

const asOfThemselves = (name: ShortcutName): readonly string[] => shortcuts[name].keys;

describe('takeKeys', () => {
  it.each(shortcutNames.flatMap((name) => shortcuts[name].keys.map((keys) => [name, keys] as const)))(
    'has no clash at %s with %s before anybody changes anything',
    (name, keys) => {
      expect(takeKeys(name, keys, asOfThemselves)).toEqual({ kind: 'free' });
    },
  );

  it.each([
    ['takeUp', 'B', { kind: 'free' }],
    ['addStep', '=', { kind: 'taken', by: ['zoomIn'] }],
    ['newFormula', '+', { kind: 'free' }],
    ['help', 'M', { kind: 'taken', by: ['takeUp'] }],
    ['takeUp', '?', { kind: 'taken', by: ['help'] }],
    ['searchRuns', 'N', { kind: 'free' }],
  ] as const)('gives %s the keys %s: %j', (name, keys, taking) => {
    expect(takeKeys(name, keys, asOfThemselves)).toEqual(taking);
  });

  it.each([
    ['takeUp', 'Enter'],
    ['takeUp', 'Shift+ArrowDown'],
    ['addStep', 'Mod+V'],
    ['addStep', 'Mod+W'],
    ['trace', 'F2'],
    ['help', 'F2'],
  ] as const)('refuses to give %s the keys %s, which have a meaning that stays', (name, keys) => {
    const asked = (one: ShortcutName): readonly string[] => (one === 'rename' ? [] : asOfThemselves(one));
    expect(takeKeys(name, keys, asked)).toMatchObject({ kind: 'refused' });
  });

  it('gives a shortcut that moved away from its own keys back to it, whatever else those would mean', () => {
    const moved = (name: ShortcutName): readonly string[] => (name === 'drillInto' ? ['X'] : asOfThemselves(name));
    expect(takeKeys('drillInto', 'Shift+ArrowRight', moved)).toEqual({ kind: 'free' });
  });

  it('takes the keys from the other shortcut, which keeps its further ones', () => {
    expect(takenFrom('addStep', '=', { by: ['zoomIn'], keysOf: asOfThemselves })).toEqual({
      zoomIn: ['+'],
      addStep: ['='],
    });
  });
});
