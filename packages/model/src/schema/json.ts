import * as z from 'zod';
import { namedRecord } from './named-record.ts';

/** A JSON value. Integers beyond 2^53 arrive as text (see the JSON codec). */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export const Json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(Json), namedRecord(Json)]),
);
export type JsonObject = { [key: string]: Json };

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
