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
