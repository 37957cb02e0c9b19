import type { DataSchema, Json } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { fitSample } from './fit-sample.ts';
import { readSample } from './read-sample.ts';
import type { SampleContent } from './read-sample.ts';

const limit = 1_000;
const read = (content: Uint8Array | string, more: Partial<SampleContent> = {}) =>
  readSample({ content, limit, ...more });
const order: DataSchema = { type: 'object', properties: { id: { type: 'integer' }, total: { type: 'number' } } };

describe('readSample', () => {
  it('finds the format out', async () => {
    expect(await read('{"id":1}')).toMatchObject({ ok: true, format: 'JSON', value: { id: 1 }, notes: [] });
    expect(await read('<order><id>1</id></order>')).toMatchObject({ format: 'XML', value: { id: '1' } });
    expect(await read('id;total\n1;2,5\n2;3,5')).toMatchObject({ format: 'CSV', encoding: 'utf-8' });
  });

  it('reads tables by the shape of the source, and takes one record where the source is one', async () => {
    const list = await read('id;total\n1;2,5\n2;3,5', { schema: { type: 'array', items: order } });
    expect(list).toMatchObject({
      value: [
        { id: 1, total: 2.5 },
        { id: 2, total: 3.5 },
      ],
      records: undefined,
    });
    const one = await read('id;total\n1;2,5\n2;3,5', { schema: order, record: 1 });
    expect(one).toMatchObject({ value: { id: 2, total: 3.5 }, records: { count: 2, taken: 1 } });
    expect(await read('[{"id":1},{"id":2}]', { schema: order, record: 9 })).toMatchObject({ value: { id: 2 } });
  });

  it('reads what does not follow the schema, and says so', async () => {
    const schema: DataSchema = {
      type: 'object',
      properties: { id: { type: 'integer' } },
      'x-xml': { name: 'invoice' },
    };
    const found = await read('<order><id>x</id></order>', { schema });
    expect(found).toMatchObject({ ok: true, value: { id: 'x' } });
  });

  it('knows encodings', async () => {
    const text = '\ufeff{"city":"Tromsø"}';
    const bytes = new Uint8Array(text.length * 2);
    for (let at = 0; at < text.length; at += 1)
      new DataView(bytes.buffer).setUint16(at * 2, text.charCodeAt(at), false);
    expect(await read(bytes)).toMatchObject({ value: { city: 'Tromsø' }, encoding: 'utf-16be' });
  });

  it('says what is broken, and where', async () => {
    const found = await read('{\n  "id": 1,\n  "name": \n}');
    expect(found).toMatchObject({ ok: false, excerpt: { line: 4, text: '}' } });
    expect(await read('<order><id>1</order>')).toMatchObject({ ok: false });
    const long = await read(`{"a":"${'x'.repeat(5_000)}" 1}`);
    if (long.ok || long.excerpt === undefined) throw new Error('expected an excerpt');
    expect(long.excerpt.text.length).toBeLessThanOrEqual(120);
    expect(long.excerpt.text.slice(long.excerpt.column - 1)).toBe('1}');
  });

  it('refuses nothing, pictures and a bomb of entities', async () => {
    expect(await read(' \n')).toMatchObject({ ok: false, reason: 'There is nothing in it.' });
    expect(await read(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0))).toMatchObject({ ok: false });
    const bomb = '<!DOCTYPE a [<!ENTITY b "xxxx"><!ENTITY c "&b;&b;">]><a>&c;</a>';
    expect(await read(bomb)).toMatchObject({ ok: false, reason: expect.stringContaining('DOCTYPE') as string });
    expect(await read('['.repeat(100_000))).toMatchObject({ ok: false });
  });

  it('keeps hostile names as names', async () => {
    const found = await read('{"__proto__":{"a.b":1},"`x`":2}');
    expect(found.ok && JSON.stringify(found.value)).toBe('{"__proto__":{"a.b":1},"`x`":2}');
  });

  it('keeps the beginning of what is long', async () => {
    const found = await read(
      JSON.stringify({ id: 7, lines: Array.from({ length: 5_000 }, (_, at) => ({ sku: `S${at}` })) }),
    );
    if (!found.ok) throw new Error(found.reason);
    expect(JSON.stringify(found.value).length).toBeLessThanOrEqual(limit);
    expect(found.value).toMatchObject({
      id: 7,
      lines: expect.arrayContaining([{ sku: 'S0' }, { sku: 'S50' }]) as Json,
    });
    expect(found.notes).toEqual([expect.stringMatching(/^lines has 5,000 items; the first \d+ are kept\.$/)]);
    expect(await read(JSON.stringify({ a: 'x'.repeat(2_000) }))).toMatchObject({ ok: false });
  });
});

describe('fitSample', () => {
  it('changes nothing that is small, and never its input', () => {
    const value = { a: [1, 2, 3] };
    expect(fitSample(value, 100)).toEqual({ value, cuts: [] });
    expect(fitSample({ a: Array.from({ length: 90 }, () => 1) }, 60)?.cuts).toHaveLength(1);
    expect(value.a).toHaveLength(3);
  });

  it('cuts lists inside lists', () => {
    const lists = Array.from({ length: 20 }, (_, at) => ({ at, inner: Array.from({ length: 50 }, () => 'abcdef') }));
    const fitted = fitSample(lists, 300);
    expect(JSON.stringify(fitted?.value).length).toBeLessThanOrEqual(300);
    expect(fitted?.cuts.map(({ path }) => path)).toEqual(['The list', 'inner']);
  });
});
