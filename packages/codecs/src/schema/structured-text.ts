// JSON or YAML → JSON values, for documents that come as either. YAML is bounded: few aliases, no tags of its own.
import { readJsonText } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import { parseDocument } from 'yaml';
import { jsonOf } from './json-text.ts';
import type { Findings } from './schema-reading.ts';

interface Place {
  readonly findings: Findings;
  readonly file?: string | undefined;
}

const maxAliases = 1_000;

export function structuredOf(text: string, place: Place): Json | undefined {
  if (/^\s*[{[]/.test(text)) {
    const result = readJsonText(text);
    if (result.ok) return result.value;
    if (/^\s*\{\s*"/.test(text)) return jsonOf(text, place);
  }
  return yamlOf(text, place);
}

function yamlOf(text: string, { findings, file }: Place): Json | undefined {
  const document = parseDocument(text, {
    intAsBigInt: true,
    uniqueKeys: false,
    logLevel: 'silent',
    prettyErrors: false,
    schema: 'core',
  });
  const [error] = document.errors;
  if (error !== undefined) {
    const [start, end] = error.pos;
    const before = text.slice(0, start).split('\n');
    const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
    findings.error('syntax', `The text is no valid YAML: ${error.message} (${place}).`, { file, start, end });
    return undefined;
  }
  try {
    return plain(document.toJS({ maxAliasCount: maxAliases }), 0);
  } catch (cause) {
    if (!(cause instanceof ReferenceError) && !(cause instanceof RangeError)) throw cause;
    findings.error('tooLarge', 'The YAML repeats parts of itself too often, or is nested too deeply.', { file });
    return undefined;
  }
}

const maxDepth = 200;

/** Whole numbers that a double cannot hold become text; what JSON has no word for becomes null. */
function plain(value: unknown, depth: number): Json {
  if (depth > maxDepth) throw new RangeError('nested too deeply');
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1));
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object' || value === null) return null;
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return Object.fromEntries(entries.map(([name, item]) => [String(name), plain(item, depth + 1)]));
}
