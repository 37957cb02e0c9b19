import { DataSchema, flattenSchema, isJsonObject, schemaAt } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { edifactCodec } from '../edifact/edifact-codec.ts';
import { hl7Codec } from '../hl7/hl7-codec.ts';
import { fixture } from '../testing/fixtures.ts';
import { x12Codec } from '../x12/x12-codec.ts';
import { guides, guideSchema } from './guide-library.ts';

const guideOf = (id: string): DataSchema => {
  const guide = guides.find((one) => one.id === id);
  if (guide === undefined) throw new Error(`no guide ${id}`);
  return guideSchema(guide);
};

/** `[]` enters a list. */
const at = (schema: DataSchema, path: readonly string[]): DataSchema | undefined =>
  schemaAt(
    schema,
    path.map((name) => (name === '[]' ? { kind: 'each' } : { kind: 'name', name })),
  );

/** Paths of the value that the schema does not have. */
function unknownPaths(schema: DataSchema, value: Json, path: readonly string[] = []): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((item) => unknownPaths(schema, item, [...path, '[]'])))];
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, item]) => {
    const inner = [...path, name];
    return at(schema, inner) === undefined ? [inner.join('.')] : unknownPaths(schema, item, inner);
  });
}

describe('guideSchema', () => {
  it('comes for every message that the product brings a guide for', () => {
    expect(guides.map(({ id }) => id)).toEqual([
      '850',
      '810',
      '856',
      'ORDERS',
      'INVOIC',
      'DESADV',
      'ADT_A01',
      'ORU_R01',
    ]);
    for (const guide of guides) {
      const schema = guideSchema(guide);
      expect(DataSchema.parse(schema)).toEqual(schema);
      expect(flattenSchema(schema).length).toBeGreaterThan(100);
    }
  });

  it('describes what the codecs read', () => {
    for (const [id, file, codec] of [
      ['850', 'x12/850.edi', x12Codec],
      ['810', 'x12/810.edi', x12Codec],
      ['856', 'x12/856.edi', x12Codec],
      ['ORDERS', 'edifact/orders.edi', edifactCodec],
      ['INVOIC', 'edifact/invoic.edi', edifactCodec],
      ['DESADV', 'edifact/desadv.edi', edifactCodec],
      ['ADT_A01', 'hl7/adt-a01.hl7', hl7Codec],
      ['ORU_R01', 'hl7/oru-r01.hl7', hl7Codec],
    ] as const) {
      const [message] = codec.readAll(fixture(file)) as Json[];
      expect(unknownPaths(guideOf(id), message ?? null)).toEqual([]);
    }
  });

  it('names every field in words, with its place and the meanings of its codes', () => {
    const order = guideOf('850');
    expect(order.title).toBe('X12 850 Purchase order');
    const qualifier = at(order, ['n1', '[]', 'n103']);
    expect(qualifier).toMatchObject({
      type: 'string',
      maxLength: 2,
      title: 'Identification code qualifier',
      description: 'N103 Identification code qualifier',
    });
    expect(qualifier?.['x-edi']).toMatchObject({
      segment: 'N1',
      element: 3,
      number: '66',
      codes: { '92': 'Assigned by the buyer' },
    });
    expect(at(order, ['n1', '[]', 'n101'])?.['x-edi']).toMatchObject({
      isQualifier: true,
      codes: { ST: 'Ship to' },
    });
    expect(at(order, ['beg', 'beg05'])).toMatchObject({ type: 'string', format: 'date' });
    expect(at(order, ['sac', '[]', 'sac05'])).toMatchObject({ type: 'number' });
    expect(order.required).toEqual(['beg', 'po1']);
    expect(at(guideOf('ORDERS'), ['nad', '[]', 'nad0201'])?.description).toBe('NAD02-1 Party');
    const patient = at(guideOf('ADT_A01'), ['pid', 'pid_3', '[]', 'pid_3_5']);
    expect(patient).toMatchObject({ description: 'PID-3.5 Patient identifier list: Kind of id' });
    expect(patient?.['x-hl7']).toMatchObject({
      segment: 'PID',
      field: 3,
      component: 5,
      isQualifier: true,
      codes: { MR: 'Medical record number' },
    });
  });
});
