import { expect, test } from 'vitest';
import { sniffFormat } from './sniff-format.ts';

test.each([
  ['json', '{"a":1}', ''],
  ['json', '\ufeff [1]', 'order'],
  ['jsonl', '{"a":1}\n{"a":2}', 'orders.ndjson'],
  ['xml', '<?xml version="1.0"?><a/>', ''],
  ['csv', 'a;b\n1;2', 'x.txt'],
  ['csv', '', ''],
  ['x12', 'ISA*00*          *', 'order.edi'],
  ['edifact', "UNA:+.? 'UNB+UNOA:1", 'order.edi'],
  ['edifact', 'UNB+UNOA:1', ''],
  ['hl7', 'MSH|^~\\&|', 'adt.txt'],
  ['csv', 'ISABEL,1', ''],
  ['json', '{', 'a.JSON'],
] as const)('%s is seen in %j named %j', (format, content, name) => {
  expect(sniffFormat(content, name)).toBe(format);
  expect(sniffFormat(Buffer.from(content), name)).toBe(format);
});

test('formats of bytes are seen by their first ones, and UTF-16 by what it says', () => {
  expect(sniffFormat(Uint8Array.of(0x50, 0x4b, 3, 4, 20))).toBe('excel');
  expect(sniffFormat(Uint8Array.of(0x4f, 0x62, 0x6a, 1))).toBe('avro');
  expect(sniffFormat(Buffer.from('\ufeff<a/>', 'utf16le'))).toBe('xml');
});
