// Which files are read in the process that serves requests: those that cannot hold it up.
import { detectSchemaFormat } from '@patchbay/codecs/schema';
import type { SchemaImportInput } from './schema.contract.ts';

/** Characters in all. */
const quickSize = 100_000;

/** Small, and not packed: a workbook of a few kilobytes may grow to millions of cells. */
export const isQuickImport = (input: SchemaImportInput): boolean => sizeOf(input) <= quickSize && !isWorkbook(input);

const sizeOf = ({ text, base64, files = [] }: SchemaImportInput): number =>
  [{ text, base64 }, ...files].reduce((sum, file) => sum + (file.text ?? file.base64 ?? '').length, 0);

function isWorkbook({ format, fileName, text, base64 = '' }: SchemaImportInput): boolean {
  const found = format ?? detectSchemaFormat(text ?? Buffer.from(base64, 'base64'), fileName);
  return found === 'excel' || found === 'excel-sample';
}
