// Bodies that are read and written by a schema: XML, CSV and the like, whole.
import { setImmediate as pause } from 'node:timers/promises';
import { codecs, CodecError, formatOfMediaType } from '@patchbay/codecs';
import type { Codec, FormatId, ReadOptions, WriteOptions } from '@patchbay/codecs';
import { ConnectorError, shapeOf } from '@patchbay/connector-sdk';
import type { DataSchema, Json } from '@patchbay/connector-sdk';

/** JSON is read without a schema. Fixed width has no media type of its own. */
const unread: ReadonlySet<FormatId> = new Set(['json', 'fixed-width']);

/** What is larger is read in pieces, between which others of this process have their turns. */
const atOnceBytes = 1_048_576;
const pieceBytes = 65_536;

/**
 * The format in which the body is to be read by the schema: none where text may be expected, as with a schema that names no type, or where
 * the body is JSON or plain text.
 */
export function formatBySchema(contentType: string, schema: DataSchema | undefined): FormatId | undefined {
  if (schema === undefined) return undefined;
  const { types } = shapeOf(schema, schema);
  if (types.length === 0 || types.includes('string')) return undefined;
  const format = formatOfMediaType(contentType);
  return format === undefined || unread.has(format) ? undefined : format;
}

/** Rejects with ConnectorError when it is not what its content type says. */
export async function readBySchema(
  body: Buffer,
  { format, schema, host }: { readonly format: FormatId; readonly schema: DataSchema; readonly host: string },
): Promise<Json> {
  const codec: Codec<ReadOptions, WriteOptions> = await codecs[format].load();
  try {
    return body.length <= atOnceBytes ? codec.readAll(body, { schema }) : await readInTurns(codec, body, schema);
  } catch (cause) {
    if (!(cause instanceof CodecError)) throw cause;
    throw new ConnectorError(
      'permanent',
      `The answer of ${host} cannot be read as ${codecs[format].title} by the expected body: ${cause.message}`,
      {
        effect: 'unknown',
        next: 'Ask whoever runs the service what changed, or choose another schema for the expected body in the step.',
        details: { body: body.toString('utf8', 0, 2_000) },
        cause,
      },
    );
  }
}

/** As `readAll` of the codec gives it. */
async function readInTurns(codec: Codec<ReadOptions, WriteOptions>, body: Buffer, schema: DataSchema): Promise<Json> {
  const rows: Json[] = [];
  for await (const batch of codec.read(piecesOf(body), { schema })) {
    for (const row of batch) rows.push(row);
    await pause();
  }
  // A document has one root; the other formats are lists.
  return codec.id === 'xml' ? (rows[0] ?? null) : rows;
}

async function* piecesOf(body: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < body.length; at += pieceBytes) {
    yield body.subarray(at, at + pieceBytes);
    await pause();
  }
}

const elementName = /^[A-Za-z_][\w.-]*$/;

/** Name of the root element: the schema's own, else its title where that can be one. */
export const rootElement = (schema: DataSchema | undefined): string =>
  schema?.['x-xml']?.name ?? (elementName.test(schema?.title ?? '') ? (schema?.title ?? '') : 'root');

/** The body as XML text, by the schema where there is one. Rejects with ConnectorError for a value that it cannot hold. */
export async function xmlBody(value: Json, schema: DataSchema | undefined): Promise<Buffer> {
  const { xmlCodec } = await import('@patchbay/codecs/xml');
  try {
    const root = rootElement(schema);
    return Buffer.from(xmlCodec.writeAll(value, schema === undefined ? { root } : { root, schema }));
  } catch (cause) {
    if (!(cause instanceof CodecError)) throw cause;
    throw new ConnectorError('invalidInput', `The body cannot be written as XML: ${cause.message}`, {
      effect: 'none',
      next: 'Map a body that is as the schema says, or choose another schema in the step.',
      cause,
    });
  }
}
