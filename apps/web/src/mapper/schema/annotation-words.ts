// What a format says of a field beside its type, in words: where it stands in the file, and how it is written there.
import type { DataSchema, PositionAnnotation } from '@patchbay/model/schema';

/** One term and value for each thing that is said; nothing for a plain JSON field. */
export function annotationWords(schema: DataSchema): [string, string][] {
  return [
    ...xmlWords(schema['x-xml']),
    ...positionWords(schema['x-pos']),
    ...said('Written as', schema['x-text']?.pattern),
    ...sqlWords(schema['x-sql']),
    ...ediWords(schema['x-edi']),
    ...hl7Words(schema['x-hl7']),
    ...avroWords(schema['x-avro']),
    ...said('Data class', schema['x-data-class']),
    ...(schema.deprecated === true ? [['Deprecated', 'no longer to be used'] as [string, string]] : []),
  ];
}

function said(term: string, value: unknown): [string, string][] {
  if (value === undefined || value === null || value === '') return [];
  return [[term, typeof value === 'string' ? value : JSON.stringify(value)]];
}

function xmlWords(xml: DataSchema['x-xml']): [string, string][] {
  if (xml === undefined) return [];
  const kind = xml.attr === true ? 'attribute' : xml.text === true ? 'text of the element' : 'element';
  const name = [xml.prefix, xml.name].filter((part) => part !== undefined && part !== '').join(':');
  return [
    [
      'XML',
      [name === '' ? kind : `${kind} ${name}`, xml.order === undefined ? '' : `number ${xml.order}`]
        .filter(Boolean)
        .join(', '),
    ],
    ...said('Namespace', xml.ns),
    ...(xml.nillable === true ? said('Nillable', 'may be xsi:nil') : []),
    ...(xml.mixed === true ? said('Mixed', 'text between the elements') : []),
    ...(xml.list === true ? said('List', 'items parted by white space') : []),
    ...(xml.any === true ? said('Any', 'other elements may stand here') : []),
    ...digitsWords(xml.totalDigits, xml.fractionDigits),
  ];
}

const digitsWords = (total: number | undefined, fraction: number | undefined): [string, string][] => {
  if (total === undefined && fraction === undefined) return [];
  const words = [
    total === undefined ? '' : `at most ${total}`,
    fraction === undefined ? '' : `${fraction} behind the point`,
  ];
  return [['Digits', words.filter(Boolean).join(', ')]];
};

function positionWords(place: DataSchema['x-pos']): [string, string][] {
  if (place === undefined) return [];
  const { start, length, align, pad, decimals, pattern, sign, form, digits } = place;
  return [
    ['Position', length === 1 ? `${start}` : `${start} to ${start + length - 1}`],
    ...said('Filled', [align, pad === undefined ? '' : `with “${pad}”`].filter(Boolean).join(' ')),
    ...said('Decimals', decimals),
    ...said('Pattern', pattern),
    ...(form === undefined ? [] : said('Written as', forms[form])),
    ...(form === undefined ? [] : said('Digits', digits)),
    ...said('Sign', form === undefined ? signWords(sign) : sign === true ? 'plus or minus' : ''),
  ];
}

const forms = {
  packed: 'packed decimal (COMP-3)',
  binary: 'binary number, the high byte first',
  binaryLowFirst: 'binary number, the low byte first',
} as const;

function signWords(sign: PositionAnnotation['sign']): string {
  switch (sign) {
    case true:
      return 'in front of every number';
    case 'behind':
      return 'behind every number';
    case 'overFirst':
      return 'over the first digit';
    case 'overLast':
      return 'over the last digit';
    case false:
    case undefined:
      return '';
  }
}

function sqlWords(sql: DataSchema['x-sql']): [string, string][] {
  if (sql === undefined) return [];
  const table = [sql.schema, sql.table].filter((part) => part !== undefined && part !== '').join('.');
  return [
    ...said('Table', table),
    ...said('Column', sql.column),
    ...said('SQL type', sql.type),
    ...(sql.key === undefined
      ? []
      : said('Key', sql.references === undefined ? sql.key : `${sql.key} → ${sql.references}`)),
    ...(sql.generated === true ? said('Generated', 'by the database') : []),
  ];
}

function ediWords(edi: DataSchema['x-edi']): [string, string][] {
  if (edi === undefined) return [];
  const place = [edi.segment, edi.element, edi.composite].filter((part) => part !== undefined).join('-');
  return [...said('Segment', place), ...said('Loop', edi.loop), ...said('Qualifier', edi.qualifier)];
}

function hl7Words(hl7: DataSchema['x-hl7']): [string, string][] {
  if (hl7 === undefined) return [];
  const field = hl7.field === undefined ? '' : `-${hl7.field}`;
  const parts = [hl7.component, hl7.subcomponent].filter((part) => part !== undefined).map((part) => `.${part}`);
  return [
    ...said('HL7', `${hl7.segment ?? ''}${field}${parts.join('')}`),
    ...said('Group', hl7.group),
    ...said('Data type', hl7.datatype),
    ...said('Table', hl7.table),
  ];
}

function avroWords(avro: DataSchema['x-avro']): [string, string][] {
  if (avro === undefined) return [];
  const name = [avro.namespace, avro.name].filter((part) => part !== undefined && part !== '').join('.');
  const precision = avro.precision === undefined ? '' : ` (${avro.precision}, ${avro.scale ?? 0})`;
  return [
    ...said('Avro name', name),
    ...said('Avro type', avro.logicalType === undefined ? avro.type : `${avro.logicalType}${precision}`),
  ];
}
