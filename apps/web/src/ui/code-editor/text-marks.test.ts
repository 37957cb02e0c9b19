import { describe, expect, it } from 'vitest';
import { piecesOf } from './text-marks.ts';

describe('piecesOf', () => {
  const text = 'SUM(a.b) + 1';
  const tokens = [
    { start: 0, end: 3, colour: 'function' as const },
    { start: 4, end: 7, colour: 'path' as const },
    { start: 11, end: 12, colour: 'number' as const },
  ];

  it('cuts at tokens and marks, and loses nothing', () => {
    const pieces = piecesOf(text, tokens, [{ start: 6, end: 7, severity: 'error', message: 'unknown' }]);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
    expect(pieces.find((piece) => piece.mark === 'error')).toEqual({ text: 'b', colour: 'path', mark: 'error' });
  });

  it('keeps a mark that lies beyond the text within it', () => {
    expect(piecesOf('ab', [], [{ start: 2, end: 9, severity: 'error', message: '' }])).toEqual([
      { text: 'ab', colour: 'plain', mark: null },
    ]);
  });

  it('has no pieces of an empty text', () => {
    expect(piecesOf('', [], [])).toEqual([]);
  });
});
