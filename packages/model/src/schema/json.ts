import * as z from 'zod';
import { namedRecord } from './named-record.ts';

/** A JSON value. Integers beyond 2^53 arrive as text (see the JSON codec). */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const PlainLazy: typeof z.ZodLazy = z.ZodLazy;

/** Told at once where all is plain JSON, as it nearly always is: the walk through the union takes several times as long. */
const JsonType = z.core.$constructor<z.ZodLazy>('Json', (json, def) => {
  PlainLazy.init(json, def);
  const parseSlowly = json._zod.parse.bind(json._zod);
  json._zod.parse = (payload, context) => (isPlainJson(payload.value, 0) ? payload : parseSlowly(payload, context));
});

/** Deeper values are left to the walk, which says what is wrong with them. */
const plainDepth = 200;

function isPlainJson(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'object':
      break;
    case 'bigint':
    case 'function':
    case 'symbol':
    case 'undefined':
      return false;
  }
  if (value === null) return true;
  if (depth === plainDepth) return false;
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at += 1) if (!isPlainJson(value[at], depth + 1)) return false;
    return true;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  for (const name of Object.keys(value)) {
    if (!isPlainJson((value as Record<string, unknown>)[name], depth + 1)) return false;
  }
  return Object.getOwnPropertySymbols(value).length === 0;
}

export const Json: z.ZodType<Json> = new JsonType({
  type: 'lazy',
  getter: () => z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(Json), namedRecord(Json)]),
}) as unknown as z.ZodType<Json>;
export type JsonObject = { [key: string]: Json };

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
