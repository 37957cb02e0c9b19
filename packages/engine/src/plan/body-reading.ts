// Bodies that a webhook takes in one format: read by its codec and by the schema that the trigger names.
import { CodecError, codecs, isFormatId } from '@patchbay/codecs';
import type { Codec, FormatId, ReadOptions, WriteOptions } from '@patchbay/codecs';
import { AppError } from '@patchbay/model/errors';
import type { FieldValues, FlowDocument, TriggerNode } from '@patchbay/model/flow';
import { DataSchema, recordShape, schemaProblems } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import { isDeclaredJson } from './media-type.ts';

export interface BodyReading {
  /** The format, as people call it. */
  readonly title: string;
  /** Whether a body of this content type may be in the format: what is said to be JSON is in no other. */
  readonly takes: (contentType: string) => boolean;
  /** @throws AppError `invalidInput` with what is wrong and where, `unavailable` when the trigger’s settings cannot be used */
  readonly read: (body: Uint8Array, contentType: string) => Json;
}

/** By the trigger’s id. */
export type BodyReadings = ReadonlyMap<string, BodyReading>;

/** Formats whose bodies are one value; those of the others are lists of what the schema describes. */
const wholes: ReadonlySet<FormatId> = new Set<FormatId>(['json', 'xml']);
/** Their readers go by the schema themselves: an empty cell is nothing there, whatever the schema says; a column must be there. */
const readBySchema: ReadonlySet<FormatId> = new Set<FormatId>(['csv', 'fixed-width']);

/** Files of bytes are for steps that read records. */
const isBodyFormat = (format: unknown): format is FormatId =>
  typeof format === 'string' && isFormatId(format) && codecs[format].isText;

/** How triggers of the flow read their bodies, where they do not go by the content type. Codecs are loaded here, so that reading waits for nothing. */
export async function bodyReadings({ nodes }: Pick<FlowDocument, 'nodes'>): Promise<BodyReadings> {
  const readings = new Map<string, BodyReading>();
  for (const node of nodes) {
    const reading = node.kind === 'trigger' ? await readingOf(node) : null;
    if (reading !== null) readings.set(node.id, reading);
  }
  return readings;
}

/** Up to here a body is held in memory as it comes, and refused when it is not what it says. */
export const heldBodyBytes = 1_048_576;

/** A body that is stored: what its sender said of it, and its length. */
export interface StoredBody {
  readonly contentType: string;
  readonly sizeBytes: number;
}

/**
 * How the stored body of an event is read again. JSON is read as that: it was held against the schema when it came, or a person
 * gave it in the place of what came. What was too large to be held is held against the schema here. In another encoding than UTF-8 it came
 * from outside, and only the reading knows it.
 */
export function readingOfStored(
  reading: BodyReading | null | undefined,
  { contentType, sizeBytes }: StoredBody,
): BodyReading | null {
  if (reading === null || reading === undefined) return null;
  if (!isDeclaredJson(contentType)) return reading;
  const isToBeHeld = sizeBytes > heldBodyBytes || isOtherCharset(contentType);
  return reading.takes(contentType) && isToBeHeld ? reading : null;
}

const isOtherCharset = (contentType: string): boolean => /;\s*charset="?(?!utf-?8\b)/i.test(contentType);

async function readingOf({ operation, input }: TriggerNode): Promise<BodyReading | null> {
  const format = fixedOf(input, 'format');
  if (operation !== 'webhook.receive' || !isBodyFormat(format)) return null;
  const codec: Codec<ReadOptions, WriteOptions> = await codecs[format].load();
  const { title } = codecs[format];
  const schema = schemaIn(input);
  const record = schema === undefined || wholes.has(format) ? undefined : recordShape(schema.content);
  const options = {
    ...formatOptions(format, input),
    schema: record === undefined ? schema?.content : { ...record, $defs: schema?.content.$defs },
  };
  const shape: DataSchema | undefined = record === undefined ? schema?.content : { type: 'array', items: record };
  return {
    title,
    takes: (contentType) => format === 'json' || !isDeclaredJson(contentType),
    read: (body, contentType) => {
      if (body.length === 0) {
        throw AppError.because(
          'invalidInput',
          `The body is empty, and this webhook takes ${title}. The sender must send it.`,
        );
      }
      const value = decoded(codec, body, { title, options: { ...options, encoding: encodingOf(body, contentType) } });
      if (schema !== undefined && shape !== undefined && !readBySchema.has(format)) hold(value, shape, schema);
      return value;
    },
  };
}

function decoded(
  codec: Codec<ReadOptions, WriteOptions>,
  body: Uint8Array,
  { title, options }: { readonly title: string; readonly options: ReadOptions },
): Json {
  try {
    return codec.readAll(body, options);
  } catch (cause) {
    if (!(cause instanceof CodecError)) throw cause;
    const { kind, message, line, column } = cause;
    if (kind === 'option') {
      const userMessage = `The webhook of this flow is not set up completely. ${message} An analyst corrects the trigger’s settings and publishes again.`;
      throw new AppError('unavailable', `a trigger cannot read ${title}: ${message}`, { userMessage, cause });
    }
    const userMessage = `This webhook takes ${title}. ${message} The sender must send what can be read.`;
    throw new AppError('invalidInput', `body is no ${title}: ${message}`, {
      userMessage,
      details: { line, column },
      cause,
    });
  }
}

const problemsSaid = 5;

function hold(value: Json, shape: DataSchema, { content, name }: NamedSchema): void {
  const problems = schemaProblems(shape, value, content);
  if (problems.length === 0) return;
  const more = problems.length > problemsSaid ? '; and more' : '';
  throw AppError.because(
    'invalidInput',
    `The body is not as ${name} says: ${problems.slice(0, problemsSaid).join('; ')}${more}. The sender must send it as the schema says.`,
  );
}

interface NamedSchema {
  readonly content: DataSchema;
  /** In a sentence. */
  readonly name: string;
}

/** The schema of the library that was published with the flow, or one that is written in the trigger. */
function schemaIn(input: FieldValues): NamedSchema | undefined {
  const value = input['schema'];
  if (value?.mode === 'schema' && value.content !== undefined)
    return { content: value.content, name: `the schema “${value.schema}”` };
  const written = value?.mode === 'fixed' ? DataSchema.safeParse(value.value) : undefined;
  return written?.success === true ? { content: written.data, name: 'the schema of the trigger' } : undefined;
}

function formatOptions(format: FormatId, input: FieldValues): Readonly<Record<string, unknown>> {
  const lists = fixedOf(input, 'lists');
  if (format === 'xml' && typeof lists === 'string' && lists.trim() !== '') {
    return { lists: lists.split(',').map((way) => way.trim()) };
  }
  if (format !== 'csv') return {};
  const delimiter = fixedOf(input, 'delimiter');
  const header = fixedOf(input, 'header') !== false;
  const options = { header, missingColumns: 'error' };
  return typeof delimiter === 'string' && delimiter !== '' ? { ...options, delimiter } : options;
}

const fixedOf = (input: FieldValues, name: string): Json | undefined => {
  const value = Object.hasOwn(input, name) ? input[name] : undefined;
  return value?.mode === 'fixed' ? value.value : undefined;
};

/** What the sender says outside of the text goes before what the text says of itself, but not before its mark (RFC 7303). */
function encodingOf(body: Uint8Array, contentType: string): string | undefined {
  const label = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1];
  if (label === undefined || startsWithMark(body)) return undefined;
  try {
    return new TextDecoder(label).encoding;
  } catch (cause) {
    const userMessage = `The content type names the encoding “${label}”, which nobody here knows. The sender can use UTF-8.`;
    throw new AppError('invalidInput', `unknown charset ${label}`, { userMessage, cause });
  }
}

const startsWithMark = ([first, second, third]: Uint8Array): boolean =>
  (first === 0xff && second === 0xfe) ||
  (first === 0xfe && second === 0xff) ||
  (first === 0xef && second === 0xbb && third === 0xbf);
