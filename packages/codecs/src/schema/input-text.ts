// Bytes to text for readers of schemas, with the mistakes as findings.
import { CodecError } from '../codec-error.ts';
import { decodeText } from '../text/decode-text.ts';
import { maxSampleLength } from './schema-reading.ts';
import type { Findings, SchemaText } from './schema-reading.ts';

interface TextOf {
  readonly findings: Findings;
  /** Of the input, for messages. */
  readonly file?: string | undefined;
  /** What was expected, with its article: "a JSON Schema". */
  readonly what: string;
  readonly maxLength?: number;
}

/** The text, or undefined when there is none to read: too large, undecodable or empty, each with its diagnostic. */
export function inputText(input: SchemaText, options: TextOf): string | undefined {
  const { findings, file, what, maxLength = maxSampleLength } = options;
  if (input.length > maxLength) {
    const limit = `${Math.floor(maxLength / 1_000_000)} MB`;
    findings.error('tooLarge', `The file is larger than ${limit}. Send a smaller part of it.`, { file });
    return undefined;
  }
  try {
    const text = decodeText(input);
    if (text.trim() !== '') return text;
    findings.error('empty', `The text is empty, but ${what} was expected.`, { file });
  } catch (cause) {
    if (!(cause instanceof CodecError)) throw cause;
    findings.error('encoding', cause.message, { file, start: cause.offset });
  }
  return undefined;
}
