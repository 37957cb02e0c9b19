import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDatePattern, writeDatePattern } from './date-pattern.ts';
import { numberText, plainDecimal, readImplied, writeImplied } from './decimal-text.ts';

describe('date patterns', () => {
  it.each([
    ['20260329', 'yyyyMMdd', '2026-03-29'],
    ['29.03.26', 'dd.MM.yy', '2026-03-29'],
    ['700101', 'yyMMdd', '1970-01-01'],
    ['1405', 'HHmm', '14:05'],
    ['14:05:09', 'HH:mm:ss', '14:05:09'],
    ['202603291405', 'yyyyMMddHHmm', '2026-03-29T14:05'],
    ['20240229', 'yyyyMMdd', '2024-02-29'],
  ])('%s as %s is %s, and back', (text, pattern, iso) => {
    expect(readDatePattern(text, pattern)).toBe(iso);
    expect(writeDatePattern(iso, pattern)).toBe(text);
  });

  it.each([
    ['20230229', 'yyyyMMdd'],
    ['20261301', 'yyyyMMdd'],
    ['2026032', 'yyyyMMdd'],
    ['2026-3-29', 'yyyyMMddd'],
    ['2460', 'HHmm'],
    ['29/03/26', 'dd.MM.yy'],
    ['٢٠٢٦٠٣٢٩', 'yyyyMMdd'],
  ])('%s is no date of %s', (text, pattern) => expect(readDatePattern(text, pattern)).toBeUndefined());

  it('does not write parts that are not there', () => {
    expect(writeDatePattern('14:05', 'yyyyMMdd')).toBeUndefined();
    expect(writeDatePattern('x', 'yyyy')).toBeUndefined();
    expect(writeDatePattern('2026-03-29T14:05:33.5+02:00', 'yyMMddHHmmss')).toBe('260329140533');
  });
});

describe('decimals with an unwritten point', () => {
  it.each<[string, number, number | string | undefined]>([
    ['12345', 2, 123.45],
    ['5', 2, 0.05],
    ['-00012', 1, -1.2],
    ['12-', 0, -12],
    ['00000', 2, 0],
    ['90071992547409931', 0, '90071992547409931'],
    ['123456789012345678', 2, '1234567890123456.78'],
    ['1.5', 2, undefined],
    ['-1-', 2, undefined],
    ['', 2, undefined],
  ])('reads %s with %i decimals as %s', (text, decimals, value) => expect(readImplied(text, decimals)).toBe(value));

  it.each<[number | string, number, string | undefined]>([
    [123.45, 2, '12345'],
    [0.05, 2, '5'],
    [-1, 2, '-100'],
    [1.005, 2, undefined],
    [1e21, 0, '1000000000000000000000'],
    [1e-7, 7, '1'],
    ['1234567890123456.78', 2, '123456789012345678'],
    ['x', 2, undefined],
  ])('writes %s with %i decimals as %s', (value, decimals, text) => expect(writeImplied(value, decimals)).toBe(text));

  it('spells every number out', () => {
    expect(plainDecimal(1.5e-9)).toBe('0.0000000015');
    expect(plainDecimal('-1.25e3')).toBe('-1250');
    expect(plainDecimal('.5')).toBe('0.5');
    expect(plainDecimal('')).toBeUndefined();
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const plain = plainDecimal(value);
        expect(plain).toMatch(/^-?\d+(\.\d+)?$/);
        expect(Number(plain) + 0).toBe(value + 0);
      }),
    );
  });
});

describe('numberText', () => {
  it.each([
    [0.0000001, '0.0000001'],
    [1e21, '1000000000000000000000'],
    [-1.5e-9, '-0.0000000015'],
    [12.5, '12.5'],
    [Number.NaN, 'NaN'],
  ])('%d is %s', (value, text) => expect(numberText(value)).toBe(text));
});
