import { parseExpression, printExpression } from '@patchbay/model/expression';
import type { Json } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { edifactCodec } from '../edifact/edifact-codec.ts';
import { guides, guideSchema } from '../guides/guide-library.ts';
import { hl7Codec } from '../hl7/hl7-codec.ts';
import { fixture } from '../testing/fixtures.ts';
import { x12Codec } from '../x12/x12-codec.ts';
import { qualifiersOf } from './qualifiers.ts';

const schemaOf = (id: string): ReturnType<typeof guideSchema> =>
  guideSchema(guides.find((guide) => guide.id === id) ?? (guides[0] as never));
const orders = x12Codec.readAll(fixture('x12/850.edi'));

describe('qualifiersOf', () => {
  it('offers the values of the field that tells segments apart, with their meanings', () => {
    const schema = schemaOf('850');
    expect(qualifiersOf(orders, 'n1', { schema })).toEqual([
      {
        field: 'n101',
        value: 'BT',
        count: 1,
        meaning: 'Bill to',
        filter: 'n101 = "BT"',
        expression: 'n1[n101 = "BT"]',
      },
      {
        field: 'n101',
        value: 'ST',
        count: 1,
        meaning: 'Ship to',
        filter: 'n101 = "ST"',
        expression: 'n1[n101 = "ST"]',
      },
    ]);
    expect(qualifiersOf(orders, ['po1', '[]', 'n1'], { schema })).toMatchObject([{ value: 'ST', count: 1 }]);
    expect(qualifiersOf(orders, 'ref', { schema }).map(({ expression }) => expression)).toEqual([
      'ref[ref01 = "DP"]',
      'ref[ref01 = "IA"]',
    ]);
    const all = qualifiersOf(orders, 'n1', { schema, withKnownCodes: true });
    expect(all.find(({ value }) => value === 'SE')).toMatchObject({ count: 0, meaning: 'Seller' });
  });

  it('serves EDIFACT and HL7 alike', () => {
    const edifact = qualifiersOf(edifactCodec.readAll(fixture('edifact/orders.edi')), 'nad', {
      schema: schemaOf('ORDERS'),
    });
    expect(edifact.map(({ expression, meaning }) => [expression, meaning])).toEqual([
      ['nad[nad01 = "BY"]', 'Buyer'],
      ['nad[nad01 = "DP"]', 'Delivery place'],
      ['nad[nad01 = "SU"]', 'Supplier'],
    ]);
    const dates = qualifiersOf(edifactCodec.readAll(fixture('edifact/orders.edi')), 'dtm', {
      schema: schemaOf('ORDERS'),
    });
    expect(dates.map(({ filter }) => filter)).toContain('dtm0101 = "137"');
    const ids = qualifiersOf(hl7Codec.readAll(fixture('hl7/adt-a01.hl7')), 'pid.pid_3', {
      schema: schemaOf('ADT_A01'),
    });
    expect(ids.map(({ expression }) => expression)).toEqual(['pid_3[pid_3_5 = "MR"]', 'pid_3[pid_3_5 = "NI"]']);
  });

  it('finds the telling field of any list without a schema', () => {
    const sample: Json = {
      notes: [
        { name: 'gift', value: 'true', 'a.b': 1 },
        { name: 'la"ng', value: 'de', 'a.b': 1 },
        { name: 'src', value: 'a long text with blanks', 'a.b': 1 },
      ],
    };
    expect(qualifiersOf(sample, 'notes').map(({ expression }) => expression)).toEqual([
      'notes[name = "gift"]',
      `notes[name = 'la"ng']`,
      'notes[name = "src"]',
    ]);
    expect(qualifiersOf({ x: [{ 'my type': 'A' }, { 'my type': 'B' }] }, 'x').map(({ filter }) => filter)).toEqual([
      '`my type` = "A"',
      '`my type` = "B"',
    ]);
  });

  it('writes expressions that read as filters, whatever the names and values', () => {
    const hostile: Json = { '__proto__ x': [{ and: 'A"B' }, { and: "it's" }, { and: '`' }] };
    const found = qualifiersOf(hostile, ['__proto__ x', '[]']);
    expect(found).toHaveLength(3);
    for (const { expression, value } of found) {
      const { ast, diagnostics } = parseExpression(expression);
      expect(diagnostics).toEqual([]);
      expect(printExpression(ast)).toBe(expression);
      expect(ast).toMatchObject({ kind: 'index', index: { kind: 'binary', operator: '=', right: { value } } });
    }
  });

  it('has nothing to offer where there is nothing', () => {
    for (const sample of [null, 1, [], {}, { n1: [] }, { n1: 'x' }] as Json[])
      expect(qualifiersOf(sample, 'n1')).toEqual([]);
    expect(qualifiersOf(orders, '', {})).toEqual([]);
    expect(qualifiersOf(orders, 'a +', {})).toEqual([]);
  });
});
