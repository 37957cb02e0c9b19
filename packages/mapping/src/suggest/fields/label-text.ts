import type { DataSchema } from '@patchbay/model/schema';

/** What people call a field, best first: their own name for it, its title, its description; undefined where nobody says. */
export const labelText = (schema: DataSchema): string | undefined =>
  [schema['x-alias'], schema.title, schema.description].find((text) => typeof text === 'string' && text.trim() !== '');
