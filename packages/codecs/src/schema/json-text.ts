// JSON for readers of schemas: a mistake becomes a finding with line and column.
import { readJsonText } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import { CodecError } from '../codec-error.ts';
import type { Findings } from './schema-reading.ts';

export function jsonOf(
  text: string,
  place: { readonly findings: Findings; readonly file?: string | undefined },
): Json | undefined {
  const result = readJsonText(text);
  if (result.ok) return result.value;
  const { offset, reason } = result;
  const { message } = CodecError.at('JSON', reason, { text, offset });
  place.findings.error('syntax', message, { file: place.file, start: offset });
  return undefined;
}
