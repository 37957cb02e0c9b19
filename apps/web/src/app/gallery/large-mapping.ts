// Schemas and mappings of any size, the same for the same numbers: to look at, and to measure.
import type { MappingDocument, MappingRule } from '@patchbay/model/mapping';
import type { DataSchema, Json } from '@patchbay/model/schema';

export interface LargeMapping {
  readonly doc: MappingDocument;
  readonly sample: Json;
  readonly leaves: number;
}

const words = [
  'order',
  'ship',
  'bill',
  'item',
  'party',
  'tax',
  'price',
  'date',
  'note',
  'code',
  'unit',
  'weight',
  'batch',
  'carrier',
];
const leafTypes: readonly DataSchema[] = [
  { type: 'string' },
  { type: 'number' },
  { type: 'string', format: 'date-time' },
  { type: 'integer' },
  { type: 'boolean' },
];

/** Groups of 20 fields each, ten groups a section, every fifth group a list. */
const groupSize = 20;
const groupsASection = 10;

const word = (number: number): string => words[number % words.length] ?? 'field';
const fieldName = (number: number): string => `${word(number)}_${word(number * 7 + 3)}_${number % groupSize}`;
const isList = (group: number): boolean => group % 5 === 4;

export interface LargeMappingSize {
  readonly leaves: number;
  readonly rules: number;
  /** How many fields each rule reads: as many lines end at its row. */
  readonly reads?: number | undefined;
  /** The rules stand side by side from the first leaf on, instead of evenly spread. */
  readonly dense?: boolean | undefined;
}

/** The sources and targets of both sides are alike. */
export function largeMapping({ leaves, rules, reads = 1, dense = false }: LargeMappingSize): LargeMapping {
  const groups = Math.ceil(leaves / groupSize);
  const schema = sectionSchema(groups, leaves);
  const every = dense ? 1 : Math.max(1, Math.floor(leaves / Math.max(1, rules)));
  const root: Record<string, MappingRule> = {};
  let made = 0;
  for (let group = 0; group < groups; group += 1) {
    const fields: [string, MappingRule][] = [];
    const path = `source.${sectionName(group)}.${groupName(group)}`;
    const from = isList(group) ? 'entry' : path;
    for (let at = 0; at < groupSize; at += 1) {
      const number = group * groupSize + at;
      if (number >= leaves || number % every !== 0 || made >= rules) continue;
      made += 1;
      fields.push([fieldName(number), { expr: formulaOf(from, { number, reads }) }]);
    }
    if (fields.length === 0) continue;
    const section = (root[sectionName(group)] ??= { fields: {} }) as { fields: Record<string, MappingRule> };
    const inner = Object.fromEntries(fields);
    section.fields[groupName(group)] = isList(group) ? { for: path, as: 'entry', fields: inner } : { fields: inner };
  }
  return {
    doc: {
      map: 1,
      sources: { source: { schema } },
      target: { schema },
      root: { fields: root },
    },
    sample: { source: sampleOf(groups, leaves) },
    leaves,
  };
}

function formulaOf(from: string, { number, reads }: { readonly number: number; readonly reads: number }): string {
  const read = `${from}.${fieldName(number)}`;
  if (reads === 1) return number % 3 === 0 ? `COALESCE(${read}, ${read})` : read;
  const first = number - (number % groupSize);
  const all = Array.from({ length: Math.min(reads, groupSize) }, (_, at) => first + ((number + at) % groupSize));
  return `COALESCE(${all.map((one) => `${from}.${fieldName(one)}`).join(', ')})`;
}

const sectionName = (group: number): string => `section_${Math.floor(group / groupsASection)}`;
const groupName = (group: number): string => `${word(group)}_group_${group}`;

function sectionSchema(groups: number, leaves: number): DataSchema {
  const sections: Record<string, DataSchema> = {};
  for (let group = 0; group < groups; group += 1) {
    const properties: [string, DataSchema][] = [];
    for (let at = 0; at < groupSize && group * groupSize + at < leaves; at += 1) {
      const number = group * groupSize + at;
      properties.push([fieldName(number), leafTypes[number % leafTypes.length] ?? {}]);
    }
    const object: DataSchema = { type: 'object', properties: Object.fromEntries(properties) };
    const section = (sections[sectionName(group)] ??= { type: 'object', properties: {} });
    (section.properties ??= {})[groupName(group)] = isList(group) ? { type: 'array', items: object } : object;
  }
  return { title: `Large ${leaves}`, type: 'object', properties: sections };
}

function sampleOf(groups: number, leaves: number): Json {
  const sections: Record<string, Record<string, Json>> = {};
  for (let group = 0; group < groups; group += 1) {
    const record = (item: number): Json => {
      const fields: [string, Json][] = [];
      for (let at = 0; at < groupSize && group * groupSize + at < leaves; at += 1) {
        const number = group * groupSize + at;
        fields.push([fieldName(number), valueOf(number, item)]);
      }
      return Object.fromEntries(fields);
    };
    (sections[sectionName(group)] ??= {})[groupName(group)] = isList(group)
      ? [record(0), record(1), record(2)]
      : record(0);
  }
  return sections;
}

function valueOf(number: number, item: number): Json {
  switch (number % leafTypes.length) {
    case 1:
      return number + 0.5;
    case 2:
      return '2026-03-29T01:58:44Z';
    case 3:
      return number * 10 + item;
    case 4:
      return number % 2 === 0;
    default:
      return `${word(number)} ${number}.${item}`;
  }
}
