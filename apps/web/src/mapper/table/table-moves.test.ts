import { describe, expect, it } from 'vitest';
import { cellMove, startsText } from './table-moves.ts';
import type { KeyPress } from './table-moves.ts';

const size = { rows: 100, columns: 8, page: 20 };
const press = (keys: string): KeyPress => {
  const parts = keys.split('+');
  return {
    key: parts.at(-1) ?? '',
    shiftKey: parts.includes('Shift'),
    ctrlKey: parts.includes('Ctrl'),
    metaKey: false,
    altKey: parts.includes('Alt'),
  };
};
const moved = (keys: string, row: number, column: number) => {
  const to = cellMove(press(keys), { row, column }, size);
  return to === undefined ? undefined : `${to.row}:${to.column}${to.extend ? ' extended' : ''}`;
};

describe('from cell to cell', () => {
  it.each([
    ['ArrowDown', '4:2'],
    ['ArrowUp', '2:2'],
    ['ArrowLeft', '3:1'],
    ['ArrowRight', '3:3'],
    ['Shift+ArrowDown', '4:2 extended'],
    ['Ctrl+ArrowDown', '99:2'],
    ['Ctrl+Shift+ArrowUp', '0:2 extended'],
    ['Ctrl+ArrowRight', '3:7'],
    ['Home', '3:0'],
    ['End', '3:7'],
    ['Ctrl+Home', '0:0'],
    ['Ctrl+End', '99:7'],
    ['PageDown', '23:2'],
    ['PageUp', '0:2'],
    ['Tab', '3:3'],
    ['Shift+Tab', '3:1'],
  ])('%s', (keys, to) => expect(moved(keys, 3, 2)).toBe(to));

  it('stays inside', () => {
    expect(moved('ArrowUp', 0, 0)).toBe('0:0');
    expect(moved('PageDown', 95, 7)).toBe('99:7');
  });

  it('leaves by Tab at the ends of a row, so that nobody is caught in it', () => {
    expect(moved('Tab', 3, 7)).toBeUndefined();
    expect(moved('Shift+Tab', 3, 0)).toBeUndefined();
  });

  it('leaves other keys alone', () => {
    expect(moved('Alt+ArrowDown', 3, 2)).toBeUndefined();
    expect(moved('a', 3, 2)).toBeUndefined();
  });
});

describe('startsText', () => {
  it('is a letter by itself', () => {
    expect(['a', '=', 'Shift+A', '😀'].map((keys) => startsText(press(keys)))).toEqual([true, true, true, true]);
    expect(['Ctrl+a', 'Alt+a', ' ', 'F2', 'Enter'].map((keys) => startsText(press(keys)))).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
