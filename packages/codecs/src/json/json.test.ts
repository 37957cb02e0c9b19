import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, failure, utf16 } from '../testing/streams.ts';
import { parseJson, stringifyJson } from './json.ts';

describe('parseJson', () => {
  it.each<[string, unknown]>([
    ['{"id": 5871340126401}', { id: 5871340126401 }],
    ['{"id":9007199254740910042}', { id: '9007199254740910042' }],
    [
      '[9007199254740991, 9007199254740992, -9007199254740993]',
      [9007199254740991, '9007199254740992', '-9007199254740993'],
    ],
    [
      '{"a":"12345678901234567890","b":0.12345678901234567890,"c":1e21}',
      { a: '12345678901234567890', b: Number('0.12345678901234567890'), c: 1e21 },
    ],
    [
      '{"amount":12345678901234567.89,"list":[-0.333333333333333333333],"n":90071992547409931}',
      { amount: '12345678901234567.89', list: [-0.3333333333333333], n: '90071992547409931' },
    ],
    ['[123456789012345678.00, 1234567890123456789.5]', ['123456789012345678.00', '1234567890123456789.5']],
    // All digits of a double, zeros, and what stands in a text or is written with an exponent: nothing is lost, or nothing is kept.
    [
      '[0.1000000000000000055511151231257827, 0.10000000000000001, 2.50000000000000000000, 1.2345678901234567890e5]',
      [0.1, 0.1, 2.5, Number('1.2345678901234567890e5')],
    ],
    [
      '{"version":"1.2.3.4.5.6.7.8.9.10.11.12","id":"12345678901234567.89","a":1.5}',
      { version: '1.2.3.4.5.6.7.8.9.10.11.12', id: '12345678901234567.89', a: 1.5 },
    ],
    ['{"a":1,"a":2,"x":90071992547409931}', { a: 2, x: '90071992547409931' }],
    ['{"a":1,"a":2}', { a: 2 }],
    ['"\\\\"', '\\'],
    [' [ ] ', []],
    ['["\\"]", {"é":"\\u00f8", "n": 90071992547409931}]', ['"]', { é: 'ø', n: '90071992547409931' }]],
  ])('reads %s', (text, value) => {
    expect(parseJson(text)).toEqual(value);
    expect(parseJson(bytesOf(text))).toEqual(value);
  });

  it('takes a byte order mark off', () => {
    expect(parseJson('\ufeff{"a":1}')).toEqual({ a: 1 });
    expect(parseJson(bytesOf('\ufeff{"a":1}'))).toEqual({ a: 1 });
  });

  it.each(['{"__proto__":{"bad":1}}', '{"__proto__":{"bad":1},"n":90071992547409931}'])(
    'keeps __proto__ as a plain field in %s',
    (text) => {
      const value = parseJson(text) as Record<string, unknown>;
      expect(Object.hasOwn(value, '__proto__')).toBe(true);
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
      expect('bad' in value).toBe(false);
    },
  );

  it.each<[string, string, number, number]>([
    ['', 'empty', 1, 1],
    ['{"a":1,}', 'name between double quotes', 1, 8],
    ['{\n  "a": tru\n}', 'cannot begin with “t”', 2, 8],
    ["{'a':1}", 'name between double quotes', 1, 2],
    ['[1 2]', 'comma or ] is missing', 1, 4],
    ['{"a" 1}', 'colon is missing', 1, 6],
    ['"abc', 'closing quote', 1, 1],
    ['[1', 'ends too early', 1, 3],
    ['1 2', 'more text after', 1, 3],
    ['"a\nb"', 'line break', 1, 1],
    ['[01]', 'comma or ] is missing', 1, 3],
    ['[1e999]', 'too large', 1, 2],
    ['[NaN]', 'cannot begin with “N”', 1, 2],
    ['<xml/>', 'cannot begin with “<”', 1, 1],
  ])('says what is wrong with %j', (text, words, line, column) => {
    const error = failure(() => parseJson(text));
    expect(error.message).toContain(words);
    expect([error.line, error.column]).toEqual([line, column]);
  });

  it('refuses deep nesting without a crash', () => {
    expect(failure(() => parseJson('['.repeat(1_000_000))).message).toContain('200 levels');
    expect(failure(() => parseJson(`${'{"a":'.repeat(201)}1${'}'.repeat(201)}`)).message).toContain('200 levels');
    expect(parseJson(`${'['.repeat(200)}${']'.repeat(200)}`)).toBeTruthy();
  });

  it('refuses bytes that are no UTF-8, with the place', () => {
    const error = failure(() => parseJson(Uint8Array.from([0x22, 0x0a, 0xc3, 0x28, 0x22])));
    expect(error.message).toContain('not valid UTF-8');
    expect(error.offset).toBeGreaterThanOrEqual(2);
    expect(error.line).toBe(2);
  });

  it('reads UTF-16, marked or not', () => {
    for (const order of ['le', 'be'] as const) {
      expect(parseJson(utf16('{"a":1}', order))).toEqual({ a: 1 });
      expect(parseJson(utf16('\ufeff["ø→😀"]', order))).toEqual(['ø→😀']);
    }
  });

  it('reads back what was written, whatever the value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(stringifyJson(parseJson(text))).toBe(stringifyJson(parseJson(stringifyJson(parseJson(text)))));
      }),
    );
  });

  it('keeps every digit of every whole number', () => {
    fc.assert(
      fc.property(fc.bigInt(), (value) => {
        expect(parseJson(`[${value}]`)).toEqual([Number.isSafeInteger(Number(value)) ? Number(value) : String(value)]);
      }),
    );
  });

  it('fails only with its own error, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', '1', '90071992547409931', 'null', ' '), {
          maxLength: 30,
        }),
        (parts) => {
          const text = parts.join('');
          let expected: unknown;
          try {
            expected = JSON.parse(text);
          } catch {
            failure(() => parseJson(text));
            return;
          }
          expect(JSON.stringify(parseJson(text)).length).toBeGreaterThanOrEqual(JSON.stringify(expected).length - 4);
        },
      ),
      { numRuns: 3000 },
    );
  });
});
