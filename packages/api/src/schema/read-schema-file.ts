// A file → the schemas in it, whatever its format. The format is found out when nobody says it.
import { detectSchemaFormat, readSchema, schemaFormats } from '@patchbay/codecs/schema';
import type { AnySchemaOptions, NamedSchema, SchemaFormat } from '@patchbay/codecs/schema';
import type { Diagnostic } from '@patchbay/model/errors';
import { AppError } from '@patchbay/model/errors';
import type { Json } from '@patchbay/model/schema';
import * as z from 'zod';

const CsvOptions = z.strictObject({
  delimiter: z.string().length(1).exactOptional(),
  header: z.boolean().exactOptional(),
});

export interface SchemaFile {
  readonly format?: string | undefined;
  readonly fileName?: string | undefined;
  /** What it includes or imports. */
  readonly files?: readonly { readonly name: string; readonly content: Uint8Array | string }[] | undefined;
  readonly options?: Readonly<Record<string, Json>> | undefined;
}

export interface SchemaFileRead {
  readonly format: SchemaFormat;
  readonly schemas: readonly NamedSchema[];
  readonly diagnostics: Diagnostic[];
}

/** What people call a sample of these formats. */
const samples: Readonly<Record<string, SchemaFormat>> = {
  json: 'json-sample',
  jsonl: 'json-sample',
  csv: 'csv-sample',
  xml: 'xml-sample',
  excel: 'excel-sample',
};

/** @throws AppError `unprocessable` with the diagnostics when there is no schema to be had. */
export async function readSchemaFile(content: Uint8Array | string, file: SchemaFile): Promise<SchemaFileRead> {
  const format = file.format === undefined ? detected(content, file.fileName) : named(file.format);
  const options: AnySchemaOptions = {
    ...optionsOf(file.options ?? {}),
    ...(file.fileName === undefined ? {} : { name: file.fileName }),
    files: new Map((file.files ?? []).map((other) => [other.name, other.content])),
  };
  const { schemas, diagnostics } = await readSchema(format, content, options);
  if (schemas.length > 0) return { format, schemas, diagnostics: [...diagnostics] };
  const [first] = diagnostics;
  throw AppError.because(
    'unprocessable',
    `The file cannot be read as ${format.replaceAll('-', ' ')}. ${first?.message ?? 'It holds no schema.'}`,
    { format, diagnostics },
  );
}

/** Those of CSV samples; the others have none. */
function optionsOf(given: Readonly<Record<string, Json>>): Pick<AnySchemaOptions, 'delimiter' | 'header'> {
  const parsed = CsvOptions.safeParse(given);
  if (parsed.success) return parsed.data;
  throw AppError.because(
    'invalidInput',
    'The options are those of a CSV sample: “delimiter”, one character, and “header”, true or false.',
  );
}

function named(format: string): SchemaFormat {
  const sample = Object.hasOwn(samples, format) ? samples[format] : undefined;
  const found = sample ?? schemaFormats.find((one) => one === format);
  if (found !== undefined) return found;
  throw AppError.because(
    'unprocessable',
    `Schemas cannot be read from the format “${format}”. Choose one of ${schemaFormats.join(', ')}.`,
  );
}

function detected(content: Uint8Array | string, fileName: string | undefined): SchemaFormat {
  const format = detectSchemaFormat(content, fileName);
  if (format !== undefined) return format;
  throw AppError.because(
    'unprocessable',
    `Nobody can tell what the file is. Name its format: one of ${schemaFormats.join(', ')}.`,
  );
}
