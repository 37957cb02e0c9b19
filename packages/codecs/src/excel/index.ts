export { excelCodec } from './excel-codec.ts';
export type { ExcelReadOptions, ExcelWriteOptions } from './excel-options.ts';
export { sheetNames } from './excel-reader.ts';
