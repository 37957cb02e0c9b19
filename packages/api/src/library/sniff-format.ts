// What the format of a file is, by its name, else by its first bytes.
import type { FormatId } from '@patchbay/codecs';

const byExtension: Readonly<Record<string, FormatId>> = {
  json: 'json',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  xml: 'xml',
  csv: 'csv',
  tsv: 'csv',
  xlsx: 'excel',
  avro: 'avro',
  x12: 'x12',
  edi: 'x12',
  edifact: 'edifact',
  hl7: 'hl7',
};

const headBytes = 512;

/** The likeliest format; CSV where nothing else is to be seen. Contents win over names that several formats share. */
export function sniffFormat(content: Uint8Array | string, fileName = ''): FormatId {
  const head = headOf(content);
  const seen = byContent(head);
  if (seen === 'x12' || seen === 'edifact' || seen === 'hl7' || seen === 'excel' || seen === 'avro') return seen;
  const extension = /\.([A-Za-z0-9]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
  const named = Object.hasOwn(byExtension, extension) ? byExtension[extension] : undefined;
  return named ?? seen ?? 'csv';
}

/** As Latin letters, without a byte order mark and the zeros of UTF-16. */
function headOf(content: Uint8Array | string): string {
  const head =
    typeof content === 'string'
      ? content.slice(0, headBytes)
      : Buffer.from(content.subarray(0, headBytes)).toString('latin1');
  return head.replace(/^(\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff|\ufeff)/, '').replaceAll('\0', '');
}

function byContent(head: string): FormatId | undefined {
  if (head.startsWith('PK\u0003\u0004')) return 'excel';
  if (head.startsWith('Obj\u0001')) return 'avro';
  const text = head.trimStart();
  if (/^ISA[^A-Za-z0-9\s]/.test(text)) return 'x12';
  if (/^(UNA.{6}\s*UN[BH]|UNB[+:])/s.test(text)) return 'edifact';
  if (/^(FHS|BHS|MSH)[^A-Za-z0-9\s]/.test(text)) return 'hl7';
  if (text.startsWith('<')) return 'xml';
  return /^[{["]/.test(text) ? 'json' : undefined;
}
