import type { Json } from '@patchbay/model/schema';
import { namesSecret, secretMask, typeOfValue } from '@patchbay/model/schema';

const typeWords = {
  null: 'nothing',
  boolean: 'yes or no',
  integer: 'integer',
  number: 'number',
  string: 'text',
  array: 'list',
  object: 'object',
} as const;

/**
 * `18460` · `"EUR"` · `3 items` · `{ id, name, … }`, at most 120 characters. `from`: the path or formula that gave it; what
 * comes of something secret by its name is not shown.
 */
export function shortValue(value: Json, from = ''): string {
  if (Array.isArray(value)) return `${value.length} ${value.length === 1 ? 'item' : 'items'}`;
  if (typeof value === 'object' && value !== null) {
    const names = Object.keys(value);
    const shown = names.slice(0, 4).join(', ');
    return names.length === 0 ? '{ }' : `{ ${shown}${names.length > 4 ? ', …' : ''} }`;
  }
  if ((typeof value === 'string' || typeof value === 'number') && namesSecret(from)) return secretMask;
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

export const typeWord = (value: Json): string => typeWords[typeOfValue(value)];
