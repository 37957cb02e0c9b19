// A workbook as a sample → the schema of one record of its first sheet, as the Excel codec reads it.
import { richInference, SchemaInference } from '@patchbay/model/schema';
import { CodecError } from '../codec-error.ts';
import { excelRecords } from '../excel/excel-reader.ts';
import { notePartial } from './sample-json.ts';
import { baseName, Findings } from './schema-reading.ts';
import type { SchemaReading, SchemaReadOptions, SchemaText } from './schema-reading.ts';

const maxRows = 20_000;
/** Of the file, and of what it grows to. */
const maxBytes = 64_000_000;

/** Rows of the first sheet that is not hidden, named by its header row. */
export function readExcelSampleSchema(input: SchemaText, options: SchemaReadOptions = {}): SchemaReading {
  const findings = new Findings();
  const file = options.name;
  const nothing = (): SchemaReading => ({ schemas: [], diagnostics: findings.diagnostics });
  if (typeof input === 'string') {
    findings.error('encoding', 'A workbook is bytes, not text: send the file itself.', { file });
    return nothing();
  }
  if (input.length > maxBytes) {
    const limit = `${Math.floor(maxBytes / 1_000_000)} MB`;
    findings.error('tooLarge', `The file is larger than ${limit}. Send a smaller part of it.`, { file });
    return nothing();
  }
  const inference = new SchemaInference(richInference);
  let rows = 0;
  try {
    for (const record of excelRecords(input, { limits: { maxBytes } })) {
      inference.add(record);
      rows += 1;
      // Rows may be as wide as a sheet, each with a field for every column.
      if (rows >= maxRows || inference.isPartial) break;
    }
  } catch (cause) {
    if (!(cause instanceof CodecError)) throw cause;
    if (rows === 0) findings.error('syntax', cause.message, { file });
    else findings.warning('syntax', `${cause.message} The rows before it were read.`, { file });
  }
  if (rows === 0) {
    if (findings.diagnostics.length === 0)
      findings.error('empty', 'The first sheet has no rows below its header row.', { file });
    return nothing();
  }
  if (rows >= maxRows || inference.isPartial) notePartial(findings, file);
  return { schemas: [{ name: baseName(file, 'Row'), schema: inference.schema() }], diagnostics: findings.diagnostics };
}
