// Values are always bound, never written into the statement. A list is an array or JSON, as the statement asks.
import { ConnectorError } from '@patchbay/connector-sdk';
import type { Json } from '@patchbay/connector-sdk';
import { isJsonType } from './value-types.ts';

export type BoundValue = string | number | boolean | null;

const isStructure = (value: Json): boolean => typeof value === 'object' && value !== null;
export const needsTypes = (values: readonly Json[]): boolean => values.some(isStructure);

const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;

/** A list as an array literal of PostgreSQL; structures inside become JSON text. */
function arrayLiteral(items: readonly Json[]): string {
  const parts = items.map((item): string => {
    if (item === null) return 'NULL';
    if (Array.isArray(item)) return arrayLiteral(item);
    return quoted(typeof item === 'object' ? JSON.stringify(item) : String(item));
  });
  return `{${parts.join(',')}}`;
}

function bindOne(value: Json, typeId: number | undefined): BoundValue {
  if (typeId !== undefined && isJsonType(typeId)) return value === null ? null : JSON.stringify(value);
  if (Array.isArray(value)) return arrayLiteral(value);
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

/** `typeIds`: what the database says each parameter is; absent when no value is a list or an object. */
export function bindValues(values: readonly Json[], typeIds: readonly number[] | undefined): BoundValue[] {
  if (typeIds !== undefined && typeIds.length !== values.length) {
    throw new ConnectorError(
      'invalidInput',
      `The statement has ${typeIds.length} placeholders, but ${values.length} values are given.`,
      {
        next: 'Give one value for each of $1, $2 and so on.',
      },
    );
  }
  return values.map((value, index) => bindOne(value, typeIds?.[index]));
}
