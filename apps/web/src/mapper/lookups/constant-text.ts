import type { Json } from '@patchbay/model/schema';

/** A constant as it is typed: JSON where it is JSON, else the text itself. */
export function constantOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** Text that reads back as the same constant. */
export const constantText = (value: Json): string =>
  typeof value === 'string' && constantOf(value) === value ? value : JSON.stringify(value);
