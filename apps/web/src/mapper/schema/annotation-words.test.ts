import type { DataSchema } from '@patchbay/model/schema';
import { expect, it } from 'vitest';
import { annotationWords } from './annotation-words.ts';

it.each<[string, DataSchema, [string, string][]]>([
  ['a plain field', { type: 'string' }, []],
  ['an XML attribute', { 'x-xml': { attr: true, name: 'id', order: 2 } }, [['XML', 'attribute id, number 2']]],
  [
    'a nillable element of a namespace',
    { 'x-xml': { prefix: 'p', name: 'Line', ns: 'urn:x', nillable: true, totalDigits: 9, fractionDigits: 2 } },
    [
      ['XML', 'element p:Line'],
      ['Namespace', 'urn:x'],
      ['Nillable', 'may be xsi:nil'],
      ['Digits', 'at most 9, 2 behind the point'],
    ],
  ],
  [
    'a fixed position',
    { 'x-pos': { start: 11, length: 8, align: 'right', pad: '0', sign: true } },
    [
      ['Position', '11 to 18'],
      ['Filled', 'right with “0”'],
      ['Sign', 'in front of every number'],
    ],
  ],
  [
    'a foreign key',
    { 'x-sql': { schema: 'public', table: 'orders', type: 'bigint', key: 'foreign', references: 'customers.id' } },
    [
      ['Table', 'public.orders'],
      ['SQL type', 'bigint'],
      ['Key', 'foreign → customers.id'],
    ],
  ],
  [
    'an element of a segment',
    { 'x-edi': { segment: 'N1', element: 2, loop: 'N1', qualifier: 'ST' } },
    [
      ['Segment', 'N1-2'],
      ['Loop', 'N1'],
      ['Qualifier', 'ST'],
    ],
  ],
  ['a component', { 'x-hl7': { segment: 'PID', field: 5, component: 1 } }, [['HL7', 'PID-5.1']]],
  [
    'a decimal',
    { 'x-avro': { type: 'bytes', logicalType: 'decimal', precision: 10, scale: 2 } },
    [['Avro type', 'decimal (10, 2)']],
  ],
  [
    'personal data no longer used',
    { 'x-data-class': 'personal', deprecated: true },
    [
      ['Data class', 'personal'],
      ['Deprecated', 'no longer to be used'],
    ],
  ],
])('annotationWords › %s', (_what, schema, words) => {
  expect(annotationWords(schema)).toEqual(words);
});
