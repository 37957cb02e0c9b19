// JSON samples → schema: one document, several, or one a line.
import { readJsonText, richInference, SchemaInference } from '@patchbay/model/schema';
import { inputText } from './input-text.ts';
import { jsonOf } from './json-text.ts';
import { baseName, Findings } from './schema-reading.ts';
import type { SchemaReading, SchemaReadOptions, SchemaText } from './schema-reading.ts';

const maxLines = 50_000;

/** Several samples make one schema. JSON Lines are taken for what they are: each line is a sample. */
export function readJsonSampleSchema(
  input: SchemaText | readonly SchemaText[],
  options: SchemaReadOptions = {},
): SchemaReading {
  const findings = new Findings();
  const inference = new SchemaInference(richInference);
  const samples: readonly SchemaText[] = typeof input === 'string' || input instanceof Uint8Array ? [input] : input;
  let read = 0;
  for (const sample of samples) {
    const text = inputText(sample, { findings, file: options.name, what: 'JSON' });
    if (text !== undefined && addSample(text, { inference, findings, file: options.name })) read += 1;
  }
  if (read === 0) return { schemas: [], diagnostics: findings.diagnostics };
  if (inference.isPartial) notePartial(findings, options.name);
  return {
    schemas: [{ name: baseName(options.name, 'Sample'), schema: inference.schema() }],
    diagnostics: findings.diagnostics,
  };
}

export function notePartial(findings: Findings, file: string | undefined): void {
  const message = 'The sample is large, so only part of it was looked at. Fields that come rarely may be missing.';
  findings.info('partial', message, { file });
}

interface Adding {
  readonly inference: SchemaInference;
  readonly findings: Findings;
  readonly file: string | undefined;
}

function addSample(text: string, { inference, findings, file }: Adding): boolean {
  if (isJsonLines(text)) return addLines(text, { inference, findings, file });
  const value = jsonOf(text, { findings, file });
  if (value === undefined) return false;
  inference.add(value);
  return true;
}

const firstLines = /^\s*(\{.*\}|\[.*\])[ \t]*\r?\n\s*(\{.*\}|\[.*\])[ \t]*(\r?\n|$)/;

/** The first two lines are JSON each. */
function isJsonLines(text: string): boolean {
  const found = firstLines.exec(text.slice(0, 1_000_000));
  return found !== null && [found[1], found[2]].every((line) => readJsonText(line ?? '').ok);
}

function addLines(text: string, { inference, findings, file }: Adding): boolean {
  let at = 0;
  for (let count = 0; at < text.length; count += 1) {
    if (count >= maxLines) {
      notePartial(findings, file);
      break;
    }
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end === -1 ? text.length : end);
    if (line.trim() !== '') {
      const result = readJsonText(line);
      if (result.ok) inference.add(result.value);
      else
        findings.warning('syntax', `Line ${count + 1} is no JSON: ${result.reason}.`, {
          file,
          start: at + result.offset,
        });
    }
    at = end === -1 ? text.length : end + 1;
  }
  return true;
}
