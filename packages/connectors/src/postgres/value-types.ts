// Values of PostgreSQL as JSON: whole numbers beyond 2^53 and decimals stay text, times become ISO 8601 in UTC.
import { parseJson } from '@patchbay/codecs';
import type { Json } from '@patchbay/connector-sdk';
import { parseArrayLiteral } from './array-literal.ts';

const oid = {
  bool: 16,
  int8: 20,
  int2: 21,
  int4: 23,
  json: 114,
  float4: 700,
  float8: 701,
  timestamp: 1114,
  timestamptz: 1184,
  jsonb: 3802,
};

const asNumber = (text: string): Json => {
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
};
const asInteger = (text: string): Json => {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
};
/** `2026-03-29 00:58:44.5+00`, as sent with DateStyle ISO and TimeZone UTC. */
const asTimestamp = (text: string): Json => text.replace(' ', 'T').replace(/\+00$/, 'Z');

type Parse = (text: string) => Json;

const scalars: Readonly<Record<number, Parse>> = {
  [oid.bool]: (text) => text === 't',
  [oid.int2]: asInteger,
  [oid.int4]: asInteger,
  [oid.int8]: asInteger,
  [oid.float4]: asNumber,
  [oid.float8]: asNumber,
  [oid.json]: parseJson,
  [oid.jsonb]: parseJson,
  [oid.timestamp]: asTimestamp,
  [oid.timestamptz]: asTimestamp,
};
const asText: Parse = (text) => text;

/** Array types of the catalogue, by their element. */
const elements: Readonly<Record<number, number>> = {
  1000: oid.bool,
  1005: oid.int2,
  1007: oid.int4,
  1016: oid.int8,
  1021: oid.float4,
  1022: oid.float8,
  199: oid.json,
  3807: oid.jsonb,
  1115: oid.timestamp,
  1185: oid.timestamptz,
  1009: 25,
  1015: 1043,
  1014: 1042,
  1182: 1082,
  1183: 1083,
  1231: 1700,
  2951: 2950,
};

function parserOf(typeId: number): Parse {
  const element = elements[typeId];
  if (element === undefined) return scalars[typeId] ?? asText;
  const parse = scalars[element] ?? asText;
  return (text) => parseArrayLiteral(text, parse);
}

const parsers = new Map<number, Parse>();

/** For `pg`: takes the place of its own parsers, which make dates and lose digits. */
export const valueTypes = {
  getTypeParser: (typeId: number): Parse => {
    const known = parsers.get(typeId);
    if (known !== undefined) return known;
    const parser = parserOf(typeId);
    parsers.set(typeId, parser);
    return parser;
  },
};

export const isJsonType = (typeId: number): boolean => typeId === oid.json || typeId === oid.jsonb;
