// What the contracts of schemas, mappings, lookup tables and words have in common. Each field says what it means: the
// descriptions stand in OpenAPI.
import { Diagnostic } from '@patchbay/model/errors';
import { LibraryRef } from '@patchbay/model/mapping';
import { DataSchema, Json } from '@patchbay/model/schema';
import * as z from 'zod';
import { TimeText } from '../trpc/paging.ts';

/** Sizes of what the library takes, in UTF-16 units of JSON text unless said. Past them: 413. */
export const librarySizes = {
  schema: 4_000_000,
  mapping: 5_000_000,
  lookup: 8_000_000,
  /** Text of a file that is read once: a sample, a schema file, a CSV. */
  text: 10_000_000,
} as const;

/** Names have no `@`, which parts name and version in a reference, and nothing that does not print. */
export const LibraryName = z
  .string()
  .trim()
  .regex(/^[^@\s\p{Cc}][^@\p{Cc}]{0,119}$/u, 'a name has 1 to 120 characters, without “@” and control characters')
  .describe('The name by which others refer to it, as in `Order@3`; unique in the workspace, whatever its case.');

/** PostgreSQL stores every character but NUL. */
const plainText = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !text.includes('\0'), 'it holds a NUL character');

export const Description = plainText(2_000).describe('What it is for, in plain words.');
export const VersionNote = plainText(2_000).describe('What changed in this version, in plain words.');
export const VersionNumber = z.int().min(1).max(1_000_000_000).describe('A version; they count from 1.');
export const Search = z.string().max(200).describe('Part of a name or a description, whatever its case.');
export const Ref = LibraryRef.describe('A name and a version, such as `Order@3`.');
export const Diagnostics = z
  .array(Diagnostic)
  .describe('What was noticed: errors, warnings and remarks, with their places.');

export const VersionItem = z.object({
  number: VersionNumber,
  note: z.string().describe('What changed, as its author wrote it.'),
  createdBy: z.string().describe('The name of who made it.'),
  createdAt: TimeText.describe('When it was made, UTC.'),
});
export type VersionItem = z.infer<typeof VersionItem>;
export const VersionList = z.object({ items: z.array(VersionItem).describe('The newest first; at most 500.') });
export type VersionList = z.infer<typeof VersionList>;

/** Something that uses a thing of the library, and where in it. */
export const LibraryUse = z.object({
  kind: z.enum(['flow', 'mapping']).describe('What uses it.'),
  id: z.uuid().describe('The id of the flow or mapping.'),
  name: z.string().describe('Its name.'),
  where: z
    .enum(['draft', 'live', 'version'])
    .describe('`draft`: as it is edited · `live`: the version that runs · `version`: the newest version of a mapping.'),
  ref: z.string().describe('The reference, as in `Order@3`.'),
  places: z
    .array(z.string())
    .describe(
      'Where the reference stands, as in diagnostics: `mapping#source.order`, `mapping/ship`, `input.schema`; of a flow behind the name of its node; at most 20.',
    ),
});
export type LibraryUse = z.infer<typeof LibraryUse>;
export const LibraryUses = z.object({ uses: z.array(LibraryUse).describe('Who uses it, by kind and name.') });
export type LibraryUses = z.infer<typeof LibraryUses>;

export const FormatName = z
  .string()
  .min(1)
  .max(40)
  .regex(/^[a-z0-9][a-z0-9.-]*$/i, 'a short name such as json, csv or xml');

const Base64 = z.base64().max(Math.ceil((librarySizes.text * 4) / 3));
const FileText = z.string().max(librarySizes.text);

/** A file, as text or as bytes in base64; exactly one of the two. */
const content = {
  text: FileText.optional().describe('The content as text; this or `base64`.'),
  base64: Base64.optional().describe(
    'The content as bytes in base64; this or `text`. Encodings are found out by themselves.',
  ),
};
const oneContent = (value: { text?: unknown; base64?: unknown }): boolean =>
  (value.text === undefined) !== (value.base64 === undefined);
const oneContentMessage = 'exactly one of “text” and “base64” is needed';

export const FileOptions = z
  .record(z.string().max(60), Json)
  .describe('Options of the format, such as `{"delimiter":";"}` for CSV; without them they are found out.');

/** A value in another format than JSON: read by the codec of the format. */
export const EncodedValue = z
  .strictObject({
    format: FormatName.describe('json, jsonl, xml, csv, excel, fixed-width, avro, x12, edifact or hl7.'),
    ...content,
    schema: z
      .union([Ref, DataSchema])
      .optional()
      .describe('The shape, for formats that are read by it (XML, fixed width, Avro): a schema or a reference to one.'),
    options: FileOptions.optional(),
  })
  .refine(oneContent, oneContentMessage);
export type EncodedValue = z.infer<typeof EncodedValue>;

export const NamedFile = z
  .strictObject({ name: z.string().min(1).max(400).describe('Its path, as others include or import it.'), ...content })
  .refine(oneContent, oneContentMessage);
export type NamedFile = z.infer<typeof NamedFile>;

export { content as fileContent, oneContent, oneContentMessage };
