import { codecs } from '@patchbay/codecs';
import type { FormatId } from '@patchbay/codecs';
import type { DataSchema } from '@patchbay/connector-sdk';
import { describe, expect, it } from 'vitest';
import { formatBySchema, readBySchema } from './schema-body.ts';

const text: DataSchema = { type: 'string' };
const item: DataSchema = { type: 'object', properties: { sku: text, qty: { type: 'integer' } } };
const items: DataSchema = { type: 'object', properties: { item: { type: 'array', items: item } } };
const count = 30_000;

describe('readBySchema', () => {
  it.each<[FormatId, DataSchema, (n: number) => string, string, string]>([
    ['xml', items, (n) => `<item><sku>ä${n}</sku><qty>${n}</qty></item>`, '<items>', '</items>'],
    ['csv', item, (n) => `"a sku with some length ä${n}",${n}\n`, 'sku,qty\n', ''],
  ])('reads a large %s with turns for others between, and gives the same', async (format, schema, part, head, tail) => {
    const body = Buffer.from(head + Array.from({ length: count }, (_, n) => part(n)).join('') + tail);
    expect(body.length).toBeGreaterThan(1_048_576);
    let turns = 0;
    let watch = setImmediate(function tick() {
      turns += 1;
      watch = setImmediate(tick);
    });
    const read = await readBySchema(body, { format, schema, host: 'h' });
    clearImmediate(watch);
    expect(turns).toBeGreaterThan(10);
    expect(read).toEqual((await codecs[format].load()).readAll(body, { schema }));
  });

  it('says of a large one as of a small one what is wrong', async () => {
    const body = Buffer.from(`<items>${'<item><qty>1</qty></item>'.repeat(60_000)}`);
    await expect(readBySchema(body, { format: 'xml', schema: items, host: 'h' })).rejects.toMatchObject({
      kind: 'permanent',
      message: expect.stringContaining('cannot be read as XML by the expected body') as string,
    });
  });
});

describe('formatBySchema', () => {
  it.each<[DataSchema | undefined, FormatId | undefined]>([
    [undefined, undefined],
    // What versions were published with that take the text.
    [{}, undefined],
    [{ required: ['a'] }, undefined],
    [text, undefined],
    [{ oneOf: [item, text] }, undefined],
    [item, 'xml'],
    [{ $ref: '#/$defs/item', $defs: { item } }, 'xml'],
    [{ oneOf: [item, items] }, 'xml'],
  ])('of %j', (schema, format) => {
    expect(formatBySchema('application/xml', schema)).toBe(format);
  });
});
