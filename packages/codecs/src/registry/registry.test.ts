import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { FormatId } from '../codec/codec.ts';
import { excelCodec } from '../excel/excel-codec.ts';
import { fixture } from '../testing/fixtures.ts';
import { bytesOf, utf16 } from '../testing/streams.ts';
import { encodingOf } from '../text/encoding-of.ts';
import { codecs, formatOfFileName, formatOfMediaType, isFormatId } from './codecs.ts';
import { sniffFormat } from './sniff-format.ts';

describe('codecs', () => {
  it('loads each format under its id', async () => {
    for (const [id, format] of Object.entries(codecs)) {
      expect(format.id).toBe(id);
      expect((await format.load()).id).toBe(id);
    }
    expect(isFormatId('json')).toBe(true);
    expect(isFormatId('constructor')).toBe(false);
  });

  it.each<[string, FormatId | undefined]>([
    ['application/json; charset=utf-8', 'json'],
    ['application/fhir+json', 'json'],
    ['application/soap+xml', 'xml'],
    ['TEXT/CSV', 'csv'],
    ['application/x-ndjson', 'jsonl'],
    ['text/plain', undefined],
    ['', undefined],
  ])('%s is %s', (mediaType, format) => expect(formatOfMediaType(mediaType)).toBe(format));

  it.each<[string, FormatId | undefined]>([
    ['orders.JSON', 'json'],
    ['a.b.xlsx', 'excel'],
    ['out.edi', undefined],
    ['notes.txt', undefined],
    ['json', undefined],
  ])('a file %s is %s', (name, format) => expect(formatOfFileName(name)).toBe(format));
});

describe('sniffFormat', () => {
  const best = (bytes: Uint8Array, hints = {}): unknown => sniffFormat(bytes, hints)[0];

  it.each<[string, Uint8Array, object | undefined]>([
    ['JSON', bytesOf(' {"a":1}'), { format: 'json', confidence: 1, options: {} }],
    [
      'JSON with one list',
      bytesOf('{"n":1,"order lines":[{"a":1}]}'),
      { format: 'json', options: { path: '`order lines`' } },
    ],
    ['broken JSON', bytesOf('{"a":1,'), { format: 'json', confidence: 0.6 }],
    ['JSON Lines', bytesOf('{"a":1}\n{"a":2}\n'), { format: 'jsonl' }],
    ['JSON over lines', bytesOf('[\n{"a":1},\n{"a":2}]'), { format: 'json', confidence: 1 }],
    ['XML', bytesOf('\ufeff<?xml version="1.0"?><a/>'), { format: 'xml', confidence: 1 }],
    ['XML in UTF-16', utf16('<a>1</a>', 'le'), { format: 'xml' }],
    [
      'CSV',
      bytesOf('id;price\n1;2,5\n2;3,5'),
      { format: 'csv', options: { delimiter: ';', quote: '"', header: true, decimal: ',', encoding: 'utf-8' } },
    ],
    [
      'CSV in windows-1252',
      Uint8Array.from('id;by\n1;\xd8\n2;x', (letter) => letter.charCodeAt(0)),
      { format: 'csv', options: { encoding: 'windows-1252' } },
    ],
    ['fixed width', bytesOf('MUG-0100001290 12\nLMP-0200011900  1\n'), { format: 'fixed-width' }],
    ['X12', fixture('x12/850.edi'), { format: 'x12' }],
    ['EDIFACT', fixture('edifact/orders.edi'), { format: 'edifact' }],
    ['EDIFACT with other signs', fixture('edifact/desadv.edi'), { format: 'edifact' }],
    ['HL7', fixture('hl7/oru-r01.hl7'), { format: 'hl7' }],
    ['Excel', excelCodec.writeAll([{ a: 1 }]), { format: 'excel', confidence: 1 }],
    ['Avro', bytesOf('Obj\u0001'), { format: 'avro', confidence: 1 }],
    ['another archive', zipSync({ 'a.txt': bytesOf('x') }), undefined],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d), undefined],
    ['nothing', new Uint8Array(0), undefined],
  ])('knows %s', (_, bytes, expected) => {
    if (expected === undefined) expect(best(bytes)).toBeUndefined();
    else expect(best(bytes)).toMatchObject(expected);
  });

  it('lets the sender tip the scales, but not against the bytes', () => {
    const words = bytesOf('one two\nthree four five\n');
    expect(best(words, { fileName: 'x.csv' })).toMatchObject({ format: 'csv' });
    expect((best(words, { mediaType: 'text/csv' }) as { confidence: number }).confidence).toBeGreaterThan(
      (best(words) as { confidence: number }).confidence,
    );
    expect(best(bytesOf('<a/>'), { mediaType: 'application/json' })).toMatchObject({ format: 'xml' });
  });

  it('needs the beginning only, wherever it is cut', () => {
    const text = `<a>${'ø'.repeat(70_000)}`;
    for (const extra of [0, 1]) expect(best(bytesOf(' '.repeat(extra) + text))).toMatchObject({ format: 'xml' });
    expect(best(bytesOf(`[${'{"a":"ø"},'.repeat(9000)}`))).toMatchObject({ format: 'json', confidence: 0.9 });
  });
});

describe('encodingOf', () => {
  it.each<[Uint8Array, string, number]>([
    [bytesOf('plain'), 'utf-8', 0.9],
    [bytesOf('ø'), 'utf-8', 0.99],
    [bytesOf('ø').subarray(0, 1), 'utf-8', 0.9],
    [Uint8Array.of(0x61, 0xf8, 0x61), 'windows-1252', 0.7],
    [utf16('\ufeffa', 'be'), 'utf-16be', 0.98],
    [bytesOf('<?xml version="1.0" encoding="ISO-8859-1"?>'), 'iso-8859-1', 0.98],
    [Uint8Array.of(0xff, 0xfe, 0, 0), 'utf-8', 0],
  ])('%s is %s', (bytes, encoding, confidence) => expect(encodingOf(bytes)).toEqual({ encoding, confidence }));
});
