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
    const records: Row[] = [];
    const { maxBytes } = limitsOf(options.limits);
    let bytes = 0;
    for (const record of excelRecords(input, options)) {
      bytes += Object.keys(record).length * fieldBytes;
      if (bytes > maxBytes)
        throw CodecError.limit(
          `The records of the sheet are larger than ${inMegabytes(maxBytes)}, which is the cap for reading them at once. Read it record by record, or raise maxBytes.`,
        );
      records.push(record);
    }
    return records;
  },
  write: writeExcel,
  writeAll: writeAllExcel,
};

/** A record has a field for every column of its sheet, whether the row has a cell there or not: of a wide sheet few make a batch. */
const batchFields = 500_000;
/** What a field of records that are read at once is counted as: a wide sheet of next to no cells is small as a file alone. */
const fieldBytes = 12;

async function* readExcel(chunks: ByteSource, options: ExcelReadOptions = {}): AsyncGenerator<Row[]> {
  const batchSize = batchSizeOf(options);
  const bytes = await gathered(chunks, limitsOf(options.limits).maxBytes);
  let batch: Row[] = [];
  let fields = 0;
  let mistake: { readonly error: unknown } | undefined;
  const records = excelRecords(bytes, options)[Symbol.iterator]();
  for (;;) {
    const record = attempt(
      () => records.next(),
      (error) => (mistake = { error }),
    );
    if (record === undefined || record.done === true) break;
    batch.push(record.value);
    fields += Object.keys(record.value).length;
    if (batch.length < batchSize && fields < batchFields) continue;
    yield batch;
    batch = [];
    fields = 0;
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
