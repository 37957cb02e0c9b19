import type { DataSchema, DataType, Json } from '@patchbay/model/schema';

/** A text of the schema document as a value of the type: defaults, fixed values, enumerations. */
export function valueOf(textValue: string, schema: DataSchema): Json {
  const types: DataType[] = schema.type === undefined ? [] : [schema.type].flat();
  const trimmed = textValue.trim();
  const isNumeric = types.includes('integer') || types.includes('number');
  if (isNumeric && trimmed !== '' && Number.isFinite(Number(trimmed))) {
    const number = Number(trimmed);
    if (!Number.isInteger(number) || Number.isSafeInteger(number)) return number;
  }
  if (types.includes('boolean') && /^(true|false|1|0)$/.test(trimmed)) return trimmed === 'true' || trimmed === '1';
  return textValue;
}
