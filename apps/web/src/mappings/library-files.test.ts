import type { MappingDocument } from '@patchbay/model/mapping';
import { describe, expect, it } from 'vitest';
import { fileNameOf, mappingFileText, readMappingFile, withoutKnown } from './library-files.ts';

const doc: MappingDocument = { map: 1, root: { fields: { id: { expr: 'order.id' } } } };

describe('mapping files', () => {
  it('are read back as they were written, with what they use', () => {
    const text = mappingFileText(doc, { schemas: { 'Order@1': { type: 'object' } } });
    expect(readMappingFile(text, 'order to invoice.mapping.json')).toEqual({
      ok: true,
      name: 'order to invoice',
      document: { ...doc, bundle: { schemas: { 'Order@1': { type: 'object' } } } },
    });
  });

  it.each([
    ['{', 'is no JSON'],
    ['{"map":2,"root":{"fields":{}}}', 'is no mapping file. map'],
    ['[]', 'is no mapping file'],
  ])('refuses %s in words', (text, words) => {
    const read = readMappingFile(text, 'x.json');
    expect(read.ok ? '' : read.reason).toContain(words);
  });

  it('make names that every file system takes, and library names without “@”', () => {
    expect(fileNameOf('Ordre Østkyst @2 / “x”', 'csv')).toBe('ordre-stkyst-2-x.csv');
    expect(fileNameOf('注文', 'csv')).toBe('unnamed.csv');
    expect(readMappingFile(JSON.stringify(doc), 'Invoice@2.json')).toMatchObject({ name: 'Invoice 2' });
    expect(readMappingFile(JSON.stringify(doc), '.json')).toMatchObject({ name: 'Imported mapping' });
  });

  it('leave out what the library holds', () => {
    const carried = { ...doc, bundle: { schemas: { 'A@1': {}, 'B@1': {} }, lookups: { 'T@1': { values: {} } } } };
    const known = { schemas: { 'A@1': {} }, lookups: { 'T@1': { values: {} } } };
    expect(withoutKnown(carried, known).bundle).toEqual({ schemas: { 'B@1': {} } });
    expect(withoutKnown({ ...doc, bundle: { schemas: { 'A@1': {} } } }, known)).toEqual(doc);
  });
});
