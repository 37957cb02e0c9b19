import type { FieldManifest } from '../connector/manifest.ts';
import type { FieldValues } from './nodes/field-value.ts';

/** Whether a field of an operation is shown, and counts, beside this input. One that depends on a value which only a run knows does. */
export function isShownField(
  { showWhen }: FieldManifest,
  input: FieldValues,
  fields: readonly FieldManifest[],
): boolean {
  if (showWhen === undefined) return true;
  const given = Object.hasOwn(input, showWhen.field) ? input[showWhen.field] : undefined;
  if (given !== undefined && given.mode !== 'fixed') return true;
  const value = given?.value ?? fields.find(({ name }) => name === showWhen.field)?.default ?? '';
  return showWhen.in.includes(typeof value === 'string' ? value : JSON.stringify(value));
}
