// What texts of XML or CSV stand for: numbers, yes or no, dates, or text.
import { inferSchema } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';

const numbers: Readonly<Record<string, DataSchema>> = { integer: { type: 'integer' }, decimal: { type: 'number' } };

/** Digits that a double would lose keep the field text. */
const isSafe = (text: string): boolean => text.replace(/^-?0*/, '').replace('.', '').length <= 15;

/** The schema of a field from its non-empty texts; without any, text. */
export function typeOfTexts(texts: readonly string[]): DataSchema {
  if (texts.length === 0) return { type: 'string' };
  if (texts.every((text) => text === 'true' || text === 'false')) return { type: 'boolean' };
  const inferred = inferSchema([...texts], { enums: true, examples: 3 });
  const number = inferred.format === undefined ? undefined : numbers[inferred.format];
  if (number === undefined || !texts.every(isSafe)) return inferred;
  return { ...number, examples: (inferred.examples ?? []).map(Number) };
}
