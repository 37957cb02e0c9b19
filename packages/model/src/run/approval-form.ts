// What a person fills into the form of an approval, as values: the same judgement in the browser, the API and by link.
import type { FormField } from '../flow/nodes/wait-nodes.ts';
import type { Json } from '../schema/json.ts';

export interface FormValues {
  readonly values: Readonly<Record<string, Json>>;
  /** What is wrong, by the field's name. */
  readonly problems: Readonly<Record<string, string>>;
}

const longestText = 4_000;

/** Blank fields are left out. What is required is asked for only by those who approve. */
export function formValues(
  fields: readonly FormField[],
  given: Readonly<Record<string, unknown>>,
  decision: 'approved' | 'rejected',
): FormValues {
  const values: Record<string, Json> = {};
  const problems: Record<string, string> = {};
  for (const field of fields) {
    const raw = Object.hasOwn(given, field.name) ? given[field.name] : undefined;
    const isBlank = raw === undefined || raw === null || (typeof raw === 'string' && raw.trim() === '');
    if (isBlank) {
      if (field.required === true && decision === 'approved') {
        problems[field.name] = `“${field.label}” must be filled in to approve.`;
      }
      continue;
    }
    const value = valueOf(field, raw);
    if (value === null) problems[field.name] = `“${field.label}” ${wanted(field)}.`;
    else values[field.name] = value;
  }
  return { values, problems };
}

/** Null: it is none. */
function valueOf({ type, options = [] }: FormField, raw: unknown): Json {
  switch (type) {
    case 'text':
      return typeof raw === 'string' && raw.length <= longestText ? raw : null;
    case 'number': {
      const number = typeof raw === 'string' ? Number(raw.trim().replace(',', '.')) : raw;
      return typeof number === 'number' && Number.isFinite(number) ? number : null;
    }
    case 'choice':
      return typeof raw === 'string' && options.includes(raw) ? raw : null;
    case 'yesNo':
      if (raw === true || raw === 'yes' || raw === 'true') return true;
      return raw === false || raw === 'no' || raw === 'false' ? false : null;
    case 'date':
      return typeof raw === 'string' && isDate(raw) ? raw : null;
  }
}

/** A day that exists, as `2026-03-29`. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(ms) && new Date(ms).toISOString().startsWith(text);
}

function wanted({ type, options = [] }: FormField): string {
  switch (type) {
    case 'text':
      return `is a text of at most ${longestText} characters`;
    case 'number':
      return 'is a number';
    case 'choice':
      return `is one of: ${options.join(', ')}`;
    case 'yesNo':
      return 'is yes or no';
    case 'date':
      return 'is a day such as 2026-03-29';
  }
}
