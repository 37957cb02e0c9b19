export { csvCodec } from './csv-codec.ts';
export type { CsvReadOptions, CsvWriteOptions } from './csv-options.ts';
