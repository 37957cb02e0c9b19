import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { codecs } from '@patchbay/codecs';
import type { FileFacts, Files, Json } from '@patchbay/connector-sdk';
import { createEgress } from '@patchbay/connector-sdk/egress';
import { testContext } from '@patchbay/connector-sdk/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { findAction } from './registry.ts';

/** Nothing is sent anywhere. */
const closed = createEgress({ allow: [] });
afterAll(() => closed.close());

class MemoryFiles implements Files {
  readonly written: (FileFacts & { readonly content: Buffer })[] = [];
  readonly event: Files['event'];

  constructor(event?: { mediaType: string; body: string | Uint8Array }) {
    const parts = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from(event?.body ?? '');
    };
    this.event = event === undefined ? null : { mediaType: event.mediaType, open: () => Promise.resolve(parts()) };
  }

  async write(facts: FileFacts, content: AsyncIterable<Uint8Array>): Promise<{ sizeBytes: number }> {
    const all = await buffer(content);
    this.written.push({ ...facts, content: all });
    return { sizeBytes: all.length };
  }
}

async function readEvent(files: Files | undefined, input: Record<string, Json>): Promise<Json[]> {
  const made: Json[] = [];
  const rows = findAction('file.readEvent')?.read?.({ ...testContext(closed), files }, input) ?? [];
  for await (const batch of rows) made.push(...batch);
  return made;
}

async function write(files: Files, input: Record<string, Json>, batches: Json[][]): Promise<Json> {
  const writer = await findAction('file.writeRecords')?.open?.({ ...testContext(closed), files }, input);
  if (writer?.type !== 'whole') throw new Error('it writes one file');
  const rows = async function* (): AsyncGenerator<Json[]> {
    yield* batches;
  };
  return writer.write(rows());
}

describe('file.readEvent', () => {
  it.each([
    ['text/csv; charset=utf-8', 'id,name\n1,Ada\n', {}, [{ id: '1', name: 'Ada' }]],
    ['text/plain', 'id;name\n1;Ada\n', { format: 'csv' }, [{ id: '1', name: 'Ada' }]],
    ['application/json', '{"data":[{"id":1}]}', { path: 'data' }, [{ id: 1 }]],
    ['application/x-ndjson', '{"id":1}\n{"id":2}\n', {}, [{ id: 1 }, { id: 2 }]],
  ])('reads the body as %s', async (mediaType, body, input, expected) => {
    expect(await readEvent(new MemoryFiles({ mediaType, body }), input)).toEqual(expected);
  });

  it('reads the rows of a sheet of an Excel workbook, by its name or its place', async () => {
    const codec = await codecs.excel.load();
    const body = codec.writeAll([{ id: 1, name: 'Ada' }], { sheet: 'Orders' } as object);
    const mediaType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    const read = (input: Record<string, Json>) => readEvent(new MemoryFiles({ mediaType, body }), input);
    for (const sheet of ['', 'Orders', '1']) expect(await read({ sheet })).toEqual([{ id: 1, name: 'Ada' }]);
    expect(await read({ header: false })).toEqual([
      { column1: 'id', column2: 'name' },
      { column1: 1, column2: 'Ada' },
    ]);
    await expect(read({ sheet: 'Other' })).rejects.toThrow('there are: Orders');
  });

  it.each([
    ['application/edifact', 'edifact/orders.edi', 'ORDERS'],
    ['application/edi-x12', 'x12/850.edi', '850'],
    ['application/hl7-v2', 'hl7/adt-a01.hl7', 'ADT'],
  ])('reads messages as %s by the guides that come with the product', async (mediaType, name, type) => {
    const body = readFileSync(join(import.meta.dirname, '../../codecs/fixtures', name));
    const records = await readEvent(new MemoryFiles({ mediaType, body }), {});
    expect(records).not.toHaveLength(0);
    expect(JSON.stringify(records[0])).toContain(type);
  });

  const fixed = {
    type: 'object',
    properties: {
      sku: { type: 'string', 'x-pos': { start: 1, length: 4 } },
      qty: { type: 'integer', 'x-pos': { start: 5, length: 4 } },
    },
  };
  const line = { type: 'object', properties: { sku: { type: 'string' }, qty: { type: 'integer' } } };
  const order = {
    type: 'object',
    properties: { '@no': { type: 'integer', 'x-xml': { attr: true } }, line: { type: 'array', items: line } },
  };
  const orders = { type: 'object', properties: { order: { type: 'array', items: order } } };

  it.each<[string, string, Record<string, Json>, Json[]]>([
    [
      'text/plain',
      'A1    12\r\nB22   3\r\n',
      { format: 'fixed-width', schema: fixed },
      [
        { sku: 'A1', qty: 12 },
        { sku: 'B22', qty: 3 },
      ],
    ],
    ['text/csv', 'sku,qty\n007,12\n', { schema: line }, [{ sku: '007', qty: 12 }]],
    ['text/csv', '007,12\n', { schema: line, header: false }, [{ sku: '007', qty: 12 }]],
    [
      'text/xml',
      '<orders><order no="1"><line><sku>007</sku><qty>2</qty></line></order></orders>',
      { schema: orders, path: 'order' },
      [{ '@no': 1, line: [{ sku: '007', qty: 2 }] }],
    ],
    [
      'application/json',
      '{"data":[{"sku":"a","qty":1}]}',
      { path: 'data', schema: { type: 'object', properties: { data: { type: 'array', items: line } } } },
      [{ sku: 'a', qty: 1 }],
    ],
    // Nobody said which format it is: the schema is of the document, and the way leads to its records.
    [
      'text/csv',
      'sku,qty\n007,12\n',
      {
        path: 'data',
        schema: {
          type: 'object',
          properties: { data: { type: 'array', items: { $ref: '#/$defs/line' } } },
          $defs: { line },
        },
      },
      [{ sku: '007', qty: 12 }],
    ],
    // The way of another format, which the step does not show.
    ['text/csv', 'sku,qty\n007,12\n', { format: 'csv', path: 'data', schema: line }, [{ sku: '007', qty: 12 }]],
    ['application/x-ndjson', '{"qty":1}\n', { format: 'jsonl', path: 'data', schema: line }, [{ qty: 1 }]],
  ])('reads %s by a schema', async (mediaType, body, input, expected) => {
    expect(await readEvent(new MemoryFiles({ mediaType, body }), input)).toEqual(expected);
  });

  it.each<[string, string, Record<string, Json>, RegExp]>([
    ['text/plain', 'A1', { format: 'fixed-width' }, /Fixed width: .*schema/],
    ['text/csv', 'sku,qty\nA1,many\n', { schema: line }, /“qty”.*many|many.*“qty”/],
    [
      'application/x-ndjson',
      '{"qty":1}\n{"qty":"x"}\n',
      { schema: line },
      /Record 2 of the file is not as the schema says: qty is string/,
    ],
    [
      'application/x-ndjson',
      '{"qty":"x"}\n',
      { path: 'data', schema: { type: 'object', properties: { data: { type: 'array', items: line } } } },
      /Record 1 of the file is not as the schema says: qty is string/,
    ],
    ['text/csv', 'sku,qty\nA1,1\n', { path: 'lines', schema: orders }, /The schema has nothing at lines/],
  ])('refuses %s that is not as the schema says', async (mediaType, body, input, message) => {
    await expect(readEvent(new MemoryFiles({ mediaType, body }), input)).rejects.toThrow(message);
  });

  it('says what is missing', async () => {
    await expect(readEvent(new MemoryFiles(), {})).rejects.toThrow('has no body');
    await expect(readEvent(undefined, {})).rejects.toThrow('runs only');
    await expect(readEvent(new MemoryFiles({ mediaType: 'image/png', body: 'x' }), {})).rejects.toThrow('which format');
  });
});

describe('file.writeRecords', () => {
  const batches = [[{ id: 1, name: 'Ada' }], [{ id: 2, name: 'Grace, H.' }]];

  it.each([
    ['csv', 'orders.csv', 'text/csv; charset=utf-8', 'id,name\r\n1,Ada\r\n2,"Grace, H."\r\n'],
    [
      'jsonl',
      'orders.jsonl',
      'application/x-ndjson; charset=utf-8',
      '{"id":1,"name":"Ada"}\n{"id":2,"name":"Grace, H."}\n',
    ],
  ])('writes all records as %s', async (format, name, mediaType, content) => {
    const files = new MemoryFiles();
    const said = await write(files, { name: 'orders', format }, batches);
    expect(said).toEqual({ records: 2, name, sizeBytes: Buffer.byteLength(content) });
    expect(files.written.map((one) => ({ ...one, content: one.content.toString() }))).toEqual([
      { name, mediaType, content },
    ]);
  });

  it.each(['json', 'excel'] as const)('writes %s that reads back', async (format) => {
    const files = new MemoryFiles();
    await write(files, { name: 'orders', format }, batches);
    const [written] = files.written;
    const back = (await codecs[format].load()).readAll(written?.content ?? Buffer.alloc(0));
    expect(back).toMatchObject(batches.flat().map(({ name }) => ({ name })));
  });

  const fields = { id: { type: 'integer' }, name: { type: 'string' } };
  const at = (schema: object, start: number, length: number) => ({ ...schema, 'x-pos': { start, length } });
  const item = {
    type: 'object',
    properties: { '@id': { type: 'integer', 'x-xml': { name: 'id', attr: true } }, name: fields.name },
  };

  it.each<[string, Record<string, Json>, Json[], string]>([
    [
      'fixed-width',
      { schema: { type: 'object', properties: { id: at(fields.id, 1, 3), name: at(fields.name, 4, 5) } } },
      [{ id: 7, name: 'Ada' }],
      '  7Ada  \r\n',
    ],
    [
      'csv',
      { schema: { type: 'object', properties: { name: fields.name, id: fields.id } } },
      [{ id: 7, name: 'Ada' }],
      'name,id\r\nAda,7\r\n',
    ],
    [
      'xml',
      {
        path: 'item',
        schema: {
          type: 'object',
          'x-xml': { name: 'Items', ns: 'urn:x' },
          properties: { item: { type: 'array', 'x-xml': { ns: 'urn:x' }, items: item } },
        },
      },
      [
        { '@id': 7, name: 'Ada' },
        { '@id': 8, name: 'G' },
      ],
      '<?xml version="1.0" encoding="UTF-8"?>\n<ns1:Items xmlns:ns1="urn:x"><ns1:item id="7"><name>Ada</name></ns1:item><ns1:item id="8"><name>G</name></ns1:item></ns1:Items>',
    ],
    [
      'xml',
      { root: 'all', path: 'one' },
      [{ id: 7 }],
      '<?xml version="1.0" encoding="UTF-8"?>\n<all><one><id>7</id></one></all>',
    ],
  ])('writes %s by a schema', async (format, input, rows, content) => {
    const files = new MemoryFiles();
    await write(files, { name: 'x', format, ...input }, [rows]);
    expect(files.written[0]?.content.toString()).toBe(content);
  });

  it('writes Avro by the schema that an import kept', async () => {
    const files = new MemoryFiles();
    const avro = { type: 'record', name: 'Order', fields: [{ name: 'id', type: 'int' }] };
    await write(files, { name: 'x', format: 'avro', schema: { type: 'object', 'x-avro': { schema: avro } } }, [
      [{ id: 7 }],
    ]);
    expect((await codecs.avro.load()).readAll(files.written[0]?.content ?? Buffer.alloc(0))).toEqual([{ id: 7 }]);
  });

  it('keeps folders out of the name, and the ending that is there', async () => {
    const files = new MemoryFiles();
    await write(files, { name: '../a\\b.CSV', delimiter: ';' }, [[{ a: 1, b: 2 }]]);
    expect(files.written.map(({ name, content }) => [name, content.toString()])).toEqual([
      ['.._a_b.CSV', 'a;b\r\n1;2\r\n'],
    ]);
  });

  it('says what the format cannot hold', async () => {
    const bad = write(new MemoryFiles(), { name: 'x', format: 'csv' }, [['no structure']]);
    await expect(bad).rejects.toMatchObject({ kind: 'invalidInput', effect: 'none' });
  });
});
