import { expect, it } from 'vitest';
import { isQuickImport } from './is-quick-import.ts';
import type { SchemaImportInput } from './schema.contract.ts';

const archive = Buffer.from('PK\u0003\u0004 and so on').toString('base64');

it.each<[string, SchemaImportInput, boolean]>([
  ['a small text', { text: '{"a":1}' }, true],
  ['a small file of bytes', { base64: Buffer.from('a,b\n1,2\n').toString('base64'), fileName: 'rows.csv' }, true],
  ['a large text', { text: 'x'.repeat(100_001) }, false],
  ['a text with a large file beside it', { text: 'x', files: [{ name: 'y', text: 'x'.repeat(100_000) }] }, false],
  ['a workbook by its name', { base64: archive, fileName: 'rows.xlsx' }, false],
  ['a workbook by its beginning', { base64: archive, fileName: 'rows' }, false],
  ['a workbook as people call it', { base64: archive, format: 'excel' }, false],
  ['a workbook as a format', { base64: archive, format: 'excel-sample' }, false],
])('isQuickImport › %s', (_what, input, quick) => {
  expect(isQuickImport(input)).toBe(quick);
});
