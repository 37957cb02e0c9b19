import type { ByteSource, Codec, Row } from '../codec/codec.ts';
import { CodecError } from '../codec-error.ts';
import { inMegabytes, limitsOf } from '../codec/limits.ts';
import { batchSizeOf } from '../codec/rows-of-text.ts';
import type { ExcelReadOptions, ExcelWriteOptions } from './excel-options.ts';
import { excelRecords } from './excel-reader.ts';
import { writeAllExcel, writeExcel } from './excel-writer.ts';

/**
 * Excel workbooks (.xlsx): a record a row of one sheet, named by a header row. Numbers, truths and texts are what the cells are; dates
 * become ISO 8601; formulas are their last result, errors and empty cells null. Empty rows are skipped. An archive is read from its
 * end, so the whole file is held in memory while its rows stream.
 */
export const excelCodec: Codec<ExcelReadOptions, ExcelWriteOptions> = {
  id: 'excel',
  read: readExcel,
  readAll(input, options = {}) {
    if (typeof input === 'string')
      throw new CodecError('A workbook is bytes, not text.', { offset: 0, line: 1, column: 1 });
    return Array.from(excelRecords(input, options));
  },
  write: writeExcel,
  writeAll: writeAllExcel,
};

async function* readExcel(chunks: ByteSource, options: ExcelReadOptions = {}): AsyncGenerator<Row[]> {
  const batchSize = batchSizeOf(options);
  const bytes = await gathered(chunks, limitsOf(options.limits).maxBytes);
  let batch: Row[] = [];
  let mistake: { readonly error: unknown } | undefined;
  const records = excelRecords(bytes, options)[Symbol.iterator]();
  for (;;) {
    const record = attempt(
      () => records.next(),
      (error) => (mistake = { error }),
    );
    if (record === undefined || record.done === true) break;
    batch.push(record.value);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
  if (mistake !== undefined) throw mistake.error;
}

function attempt<Result>(work: () => Result, failed: (error: unknown) => void): Result | undefined {
  try {
    return work();
  } catch (error) {
    failed(error);
    return undefined;
  }
}

async function gathered(chunks: ByteSource, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > maxBytes)
      throw CodecError.limit(
        `The workbook is larger than ${inMegabytes(maxBytes)}, which is the cap. Send a smaller one, or raise maxBytes.`,
      );
    parts.push(chunk);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
