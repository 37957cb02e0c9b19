import { describe, expect, it } from 'vitest';
import { fixedWidthCodec } from '../fixed-width/fixed-width-codec.ts';
import { detectSchemaFormat } from './detect.ts';
import { readFixedWidthSchema } from './fixed-width.ts';

const copybook = `
      * One line of an order.
       01  ORDER-LINE.
           05  ORDER-NO        PIC X(6).
           05  FILLER          PIC X.
           05  QTY             PIC 9(3).
           05  AMOUNT          PIC 9(4)V99.
           05  BALANCE         PIC S9(3) SIGN IS LEADING SEPARATE.
           05  CODES OCCURS 2 TIMES.
               10  CODE        PIC X(2).
                   88 IS-NEW   VALUE 'N'.
`;

describe('a COBOL copybook', () => {
  it('is seen as a layout', () => {
    expect(detectSchemaFormat(copybook, 'order.txt')).toBe('fixed-width');
    expect(detectSchemaFormat('01,ORDER.\n05,X\n', 'order.txt')).toBe('csv-sample');
  });

  it('gives each field its place', () => {
    const { schemas, diagnostics } = readFixedWidthSchema(copybook, { name: 'order.cpy' });
    expect(diagnostics).toEqual([]);
    const schema = schemas[0]?.schema ?? {};
    const line = 'A00042 007001250-012N Y ';
    expect(fixedWidthCodec.readAll(`${line}\n`, { schema })).toEqual([
      { 'ORDER-NO': 'A00042', QTY: 7, AMOUNT: 12.5, BALANCE: -12, 'CODE-1': 'N', 'CODE-2': 'Y' },
    ]);
  });

  it.each([
    ['PIC S9(5)V99 COMP-3', 'packed or binary'],
    ['PIC 9(4) BINARY', 'packed or binary'],
    ['PIC S9(5)', 'sign over a digit'],
    ['PIC S9(5) SIGN TRAILING SEPARATE', 'sign'],
    ['PIC ZZ9.99', 'the picture ZZ9.99'],
    ['REDEFINES ORDER-NO PIC X(6)', 'redefines'],
    ['OCCURS 1 TO 5 DEPENDING ON N PIC X', 'varying number'],
  ])('with %s is refused in words', (clauses, says) => {
    const { schemas, diagnostics } = readFixedWidthSchema(copybook.replace('PIC 9(3)', clauses), { name: 'order.cpy' });
    expect(schemas).toEqual([]);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.message).toMatch(new RegExp(`^The copybook cannot be used: QTY .*${says}`));
  });
});
