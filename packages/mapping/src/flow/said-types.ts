import type { DataSchema } from '@patchbay/model/schema';
import { anything, integer, text } from '../check/type-algebra.ts';

/** What `errors.<name>` holds. */
export const stepError: DataSchema = {
  type: 'object',
  required: ['code', 'message'],
  properties: { code: text, message: text, next: text, retryAfterMs: { type: 'integer' }, details: anything },
};

/** What a step over records says once it is done. */
export const recordCounts: DataSchema = {
  type: 'object',
  required: ['records', 'failed'],
  properties: { records: integer, failed: integer },
};
