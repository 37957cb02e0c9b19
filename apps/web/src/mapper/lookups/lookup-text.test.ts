import { describe, expect, it } from 'vitest';
import { tableRows, tableText } from './lookup-text.ts';

describe('lookup tables as text', () => {
  it('reads lines from a sheet or a file', () => {
    expect(tableRows('DK\tDNK\nNO,NOR\r\n\nSE; SWE\nodd')).toEqual({ DK: 'DNK', NO: 'NOR', SE: 'SWE', odd: '' });
  });
  it('gives back what it reads', () => {
    const values = { a: 1, b: '1', c: 'x, y', d: null };
    expect(tableRows(tableText(values))).toEqual(values);
  });
});
