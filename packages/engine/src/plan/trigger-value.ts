// What expressions see as `trigger`: the event's metadata with its parsed body. One parse, with the big-number rule.
import { formatOfMediaType, parseJson } from '@patchbay/codecs';
import { AppError } from '@patchbay/model/errors';
import { isJsonObject } from '@patchbay/model/schema';
import type { Json, JsonObject } from '@patchbay/model/schema';
import type { BodyReading } from './body-reading.ts';
import { essence, isDeclaredJson } from './media-type.ts';

const text = new TextDecoder('utf-8', { fatal: true });

/** Files of records, and XML: text under names of their own. */
const textTypes: ReadonlySet<string> = new Set([
  'application/xml',
  'application/csv',
  'application/x-ndjson',
  'application/jsonl',
  'application/x-jsonlines',
]);

const formType = 'application/x-www-form-urlencoded';

/** Whether bodies of this content type are read as JSON; without one they are. */
export const isJsonType = (contentType: string): boolean => isDeclaredJson(contentType) || essence(contentType) === '';

const isText = (type: string): boolean => type.startsWith('text/') || type.endsWith('+xml') || textTypes.has(type);

/** Whether a step may read records of such a body: `application/octet-stream` says nothing, so the step does. */
const isFile = (type: string): boolean =>
  isText(type) || type === 'application/octet-stream' || formatOfMediaType(type) !== undefined;

/** A form as a structure; a field that occurs several times is a list. */
function parseForm(body: string): JsonObject {
  const fields = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(body)) fields.set(name, [...(fields.get(name) ?? []), value]);
  return Object.fromEntries(
    [...fields].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
  );
}

export interface BodyUse {
  /** Nothing looks into it: a file of records stays bytes, in whatever encoding. */
  readonly asFile?: boolean | undefined;
  /** How its trigger reads it; null or nothing: by its content type. */
  readonly reading?: BodyReading | null | undefined;
  /** Of the request that brought it: one that asks or deletes needs no body, whatever the trigger reads. */
  readonly method?: Json | undefined;
}

const needsNoBody: ReadonlySet<unknown> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS']);

/**
 * The body as a value, as its trigger reads it, else by its content type: JSON parsed, forms as a structure, other text as text, nothing
 * as null; as a file it is null.
 * @throws AppError `invalidInput` when it is not what it is to be, `unsupportedMediaType` for types that cannot be read.
 */
export function parseBody(
  body: Uint8Array,
  contentType: string,
  { asFile = false, reading = null, method }: BodyUse = {},
): Json {
  if (reading !== null) {
    if (body.length === 0 && needsNoBody.has(method)) return null;
    checkBodyType(contentType, { reading });
    return reading.read(body, contentType);
  }
  if (body.length === 0) return null;
  checkBodyType(contentType, { asFile });
  const type = essence(contentType);
  if (isJsonType(contentType)) {
    try {
      return parseJson(body);
    } catch (cause) {
      const reason = (cause instanceof Error ? cause.message : String(cause)).replace(/\.$/, '');
      throw new AppError('invalidInput', `body is no JSON: ${reason}`, {
        userMessage: `The body is not JSON: ${reason}. The sender must send valid JSON, or name another content type.`,
        cause,
      });
    }
  }
  if (type === formType) return parseForm(decode(body));
  return asFile ? null : decode(body);
}

/** @throws AppError `unsupportedMediaType` for types that cannot be read. */
export function checkBodyType(contentType: string, { asFile = false, reading = null }: BodyUse): void {
  if (reading !== null) {
    if (reading.takes(contentType)) return;
    throw AppError.because(
      'unsupportedMediaType',
      `This webhook takes ${reading.title}, and the sender says that the body is JSON. The sender sends ${reading.title}, or names the content type that it sends.`,
    );
  }
  const type = essence(contentType);
  if (isJsonType(contentType) || type === formType || (asFile ? isFile(type) : isText(type))) return;
  throw AppError.because(
    'unsupportedMediaType',
    isFile(type)
      ? `Bodies of type “${type}” are files of records. A flow takes them when a step “Read records of the event” reads them and nothing else in the flow looks into the body.`
      : `Bodies of type “${type}” cannot be read. The sender can use application/json, a form, XML, text or a file of records.`,
  );
}

function decode(body: Uint8Array): string {
  try {
    return text.decode(body);
  } catch (cause) {
    const userMessage = 'The body is not valid UTF-8 text. The sender must encode it as UTF-8.';
    throw new AppError('invalidInput', 'body is not UTF-8', { userMessage, cause });
  }
}

/** `meta` as JSON text, or read already. */
export function triggerValue(
  event: {
    readonly meta: string | JsonObject;
    readonly contentType: string;
    readonly body: Uint8Array | null;
    readonly asFile?: boolean | undefined;
  },
  reading: BodyReading | null = null,
): Json {
  const { contentType, asFile = false } = event;
  const meta: unknown = typeof event.meta === 'string' ? JSON.parse(event.meta) : event.meta;
  const known = isJsonObject(meta) ? meta : {};
  const use = { asFile, reading, method: known['method'] };
  return { ...known, body: event.body === null ? null : parseBody(event.body, contentType, use) };
}
