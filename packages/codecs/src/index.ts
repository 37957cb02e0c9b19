export { CodecError } from './codec-error.ts';
export { parseCsv } from './csv.ts';
export type { CsvTable } from './csv.ts';
export { decodeText } from './decode-text.ts';
export { parseJson, stringifyJson } from './json.ts';
