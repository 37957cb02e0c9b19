// Step 6: whether values of one field can stand in the other, and what it takes.
import type { DataType } from '@patchbay/model/schema';
import type { Field } from '../fields/field.ts';
import type { ValueProfile } from './value-profile.ts';

/** What a field holds, read off its types, format and values. */
export type ValueKind =
  | 'any'
  | 'boolean'
  | 'integer'
  | 'number'
  | 'text'
  | 'date'
  | 'dateTime'
  | 'time'
  | 'email'
  | 'uri'
  | 'uuid'
  | 'structure';

const formats: ReadonlyMap<string, ValueKind> = new Map([
  ['date', 'date'],
  ['date-time', 'dateTime'],
  ['time', 'time'],
  ['email', 'email'],
  ['idn-email', 'email'],
  ['uri', 'uri'],
  ['uri-reference', 'uri'],
  ['iri', 'uri'],
  ['uuid', 'uuid'],
]);

const plainKinds: readonly (readonly [DataType, ValueKind])[] = [
  ['string', 'text'],
  ['number', 'number'],
  ['integer', 'integer'],
  ['boolean', 'boolean'],
  ['object', 'structure'],
];

/** The kind as declared; of several types the first that can hold most. */
export function declaredKind(field: Field): ValueKind {
  const types = field.kind === 'list' ? itemTypes(field) : field.types;
  const kind = plainKinds.find(([type]) => types.includes(type))?.[1] ?? 'any';
  const { format } = field.kind === 'list' ? (field.schema.items ?? {}) : field.schema;
  return kind === 'text' && format !== undefined ? (formats.get(format) ?? 'text') : kind;
}

const itemTypes = ({ schema }: Field): readonly DataType[] => {
  const type = schema.items?.type;
  return type === undefined ? [] : Array.isArray(type) ? type : [type];
};

/** What the values look like where the schema says only “text”. */
export function apparentKind(declared: ValueKind, profile: ValueProfile | undefined): ValueKind {
  return declared === 'text' || declared === 'any' ? (profile?.kind ?? declared) : declared;
}

const groups: Readonly<Record<ValueKind, 'any' | 'boolean' | 'number' | 'text' | 'moment' | 'special' | 'structure'>> =
  {
    any: 'any',
    boolean: 'boolean',
    integer: 'number',
    number: 'number',
    text: 'text',
    date: 'moment',
    dateTime: 'moment',
    time: 'moment',
    email: 'special',
    uri: 'special',
    uuid: 'special',
    structure: 'structure',
  };

/** 0–1; below 0.3 the pair is hardly possible. */
export function typeFit(source: ValueKind, target: ValueKind): number {
  if (source === target) return 1;
  if (source === 'any' || target === 'any') return 0.85;
  const from = groups[source];
  const to = groups[target];
  if (from === 'structure' || to === 'structure') return 0;
  if (from === to) return from === 'special' ? 0.2 : from === 'moment' ? 0.85 : 0.95;
  if (from === 'text' || to === 'text') {
    const other = from === 'text' ? to : from;
    return other === 'boolean' ? 0.25 : 0.75;
  }
  if (from === 'boolean' || to === 'boolean') return 0.2;
  return 0.1;
}
