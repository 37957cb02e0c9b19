// Bodies that are read and written by a schema: XML, CSV and the like, whole.
import { codecs, CodecError, formatOfMediaType } from '@patchbay/codecs';
import type { Codec, FormatId, ReadOptions, WriteOptions } from '@patchbay/codecs';
import { ConnectorError, typesOf } from '@patchbay/connector-sdk';
import type { DataSchema, Json } from '@patchbay/connector-sdk';

/** JSON is read without a schema. Fixed width has no media type of its own. */
const unread: ReadonlySet<FormatId> = new Set(['json', 'fixed-width']);

/** The format in which the body is to be read by the schema: none where text is expected, or where it is JSON or plain text. */
export function formatBySchema(contentType: string, schema: DataSchema | undefined): FormatId | undefined {
  if (schema === undefined || typesOf(schema).includes('string')) return undefined;
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
    return codec.readAll(body, { schema });
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
