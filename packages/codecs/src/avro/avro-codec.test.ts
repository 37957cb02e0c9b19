import avro from 'avsc';
import type { Json } from '@patchbay/model/schema';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, bytesIn, chunked, cutInTwo, failure, failureOf, rowsOf } from '../testing/streams.ts';
import { avroCodec } from './avro-codec.ts';
import { readDecimal, writeDecimal } from './logical-values.ts';
import { crc32, unsnapped } from './snappy.ts';

const order = {
  type: 'record',
  name: 'Order',
  namespace: 'shop',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'name', type: ['null', 'string'], default: null },
    { name: 'status', type: { type: 'enum', name: 'Status', symbols: ['NEW', 'PAID'] } },
    { name: 'price', type: { type: 'bytes', logicalType: 'decimal', precision: 30, scale: 2 } },
    { name: 'on', type: { type: 'int', logicalType: 'date' } },
    { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
    { name: 'exact', type: { type: 'long', logicalType: 'timestamp-nanos' } },
    { name: 'time', type: { type: 'long', logicalType: 'time-micros' } },
    { name: 'raw', type: 'bytes', default: '\u00ff' },
    { name: 'hash', type: { type: 'fixed', name: 'Hash', size: 2 } },
    { name: 'span', type: { type: 'fixed', name: 'Span', size: 12, logicalType: 'duration' } },
    { name: 'key', type: { type: 'fixed', name: 'Key', size: 16, logicalType: 'uuid' } },
    { name: 'tags', type: { type: 'map', values: ['int', 'string', 'boolean'] } },
    { name: 'ratio', type: 'double' },
    { name: 'children', type: { type: 'array', items: 'Order' }, default: [] },
  ],
} as const;

const value: Json = {
  id: '9007199254740993',
  name: 'Åse 😀',
  status: 'PAID',
  price: '-12345678901234567890.05',
  on: '2026-03-29',
  at: '2026-03-29T01:58:44.5Z',
  exact: '2026-03-29T01:58:44.123456789Z',
  time: '14:05:00.000001',
  raw: 'AP8=',
  hash: 'AQI=',
  span: 'P1M2DT3.5S',
  key: '01234567-89ab-cdef-0123-456789abcdef',
  tags: { a: 1, b: 'x', c: true },
  ratio: -0.25,
  children: [],
};
const options = { avroSchema: order as unknown as Json };

describe('avroCodec', () => {
  it('reads back what it wrote: longs, unions, logical types, recursion', () => {
    const nested = { ...value, name: null, children: [value, value] };
    for (const framing of ['container', 'binary'] as const) {
      const bytes = avroCodec.writeAll([value, nested], { ...options, framing });
      expect(avroCodec.readAll(bytes, { ...options, framing })).toEqual([value, nested]);
    }
    const message = avroCodec.writeAll([value], { ...options, framing: 'confluent', schemaId: 66_051 });
    expect([...message.subarray(0, 5)]).toEqual([0, 0, 1, 2, 3]);
    expect(avroCodec.readAll(message, { ...options, framing: 'confluent' })).toEqual([value]);
  });

  it('takes the schema from x-avro', () => {
    const schema = { 'x-avro': { schema: order as unknown as Json } };
    expect(avroCodec.readAll(avroCodec.writeAll([value], { schema }))).toEqual([value]);
    expect(avroCodec.readAll(avroCodec.writeAll([value], { schema, framing: 'binary' }), { schema })).toEqual([value]);
  });

  it('streams container files, cut anywhere', async () => {
    const rows = Array.from({ length: 5 }, (_, at): Json => ({ ...value, id: at }));
    for (const compression of ['null', 'deflate'] as const) {
      const bytes = await bytesIn(avroCodec.write([rows.slice(0, 2), [], rows.slice(2)], { ...options, compression }));
      for (const chunks of cutInTwo(bytes, 300)) expect(await rowsOf(avroCodec.read(chunks))).toEqual(rows);
      expect(await rowsOf(avroCodec.read(chunked(bytes, 1), { batchSize: 2 }))).toEqual(rows);
    }
    const bare = await bytesIn(avroCodec.write([rows], { ...options, framing: 'binary' }));
    expect(await rowsOf(avroCodec.read(chunked(bare, 1), options))).toEqual(rows);
  });

  it('understands another library, and is understood', async () => {
    const schema = {
      type: 'record',
      name: 'R',
      fields: [
        { name: 'n', type: 'long' },
        { name: 'f', type: 'float' },
        { name: 's', type: ['null', 'string', { type: 'array', items: 'int' }] },
        { name: 'm', type: { type: 'map', values: 'bytes' } },
        { name: 'e', type: { type: 'enum', name: 'E', symbols: ['A', 'B'] } },
      ],
    } as const;
    const type = avro.Type.forSchema(schema as unknown as avro.Schema, { wrapUnions: true });
    const record = fc.record({
      // Beyond 2^52 the other library loses a digit.
      n: fc.integer({ min: -(2 ** 52), max: 2 ** 52 }),
      f: fc.float({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
      s: fc.oneof(
        fc.constant(null),
        fc.string({ unit: 'grapheme' }),
        fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
      ),
      m: fc.dictionary(
        fc.string({ minLength: 1 }).filter((key) => key !== '__proto__'),
        fc.uint8Array(),
      ),
      e: fc.constantFrom('A', 'B'),
    });
    fc.assert(
      fc.property(record, (given) => {
        const theirs = {
          ...given,
          s: given.s === null ? null : typeof given.s === 'string' ? { string: given.s } : { array: given.s },
          m: Object.fromEntries(Object.entries(given.m).map(([key, bytes]) => [key, Buffer.from(bytes)])),
        };
        const ours = {
          ...given,
          m: Object.fromEntries(
            Object.entries(given.m).map(([key, bytes]) => [key, Buffer.from(bytes).toString('base64')]),
          ),
        };
        const bytes = type.toBuffer(theirs);
        expect(
          avroCodec.readAll(new Uint8Array(bytes), { avroSchema: schema as unknown as Json, framing: 'binary' }),
        ).toEqual([ours]);
        expect(
          Buffer.from(avroCodec.writeAll([ours], { avroSchema: schema as unknown as Json, framing: 'binary' })),
        ).toEqual(bytes);
      }),
      { numRuns: 200 },
    );
    const encoder = new avro.streams.BlockEncoder(type, { codec: 'deflate' });
    encoder.end({ n: 7, f: 1.5, s: { string: 'x' }, m: {}, e: 'A' });
    const parts: Buffer[] = [];
    for await (const part of encoder) parts.push(part as Buffer);
    expect(avroCodec.readAll(new Uint8Array(Buffer.concat(parts)))).toEqual([{ n: 7, f: 1.5, s: 'x', m: {}, e: 'A' }]);
  });

  it('keeps __proto__ as a name', () => {
    const schema = { type: 'map', values: 'int' };
    const row = JSON.parse('{"__proto__":1,"constructor":2}') as Json;
    const [read] = avroCodec.readAll(avroCodec.writeAll([row], { avroSchema: schema, framing: 'binary' }), {
      avroSchema: schema,
    }) as Json[];
    expect(Object.entries(read as object)).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
    ]);
  });

  it('reads records of blocks that Snappy compressed', () => {
    // 10 bytes: a literal "ab", then a copy of 8 from 2 back.
    expect(new TextDecoder().decode(unsnapped(Uint8Array.of(10, 4, 0x61, 0x62, 0x11, 2), 100))).toBe('ababababab');
    expect(failure(() => unsnapped(Uint8Array.of(10, 4, 0x61, 0x62), 100)).message).toContain('damaged');
    expect(failure(() => unsnapped(Uint8Array.of(10, 4, 0x61, 0x62, 0x11, 9), 100)).message).toContain('damaged');
    expect(failure(() => unsnapped(Uint8Array.of(0xff, 0xff, 0x7f), 100)).kind).toBe('limit');
  });

  it.each<[string, Json, number[], string]>([
    [
      'a list without end',
      { type: 'array', items: 'null' },
      [0xfe, 0xff, 0xff, 0xff, 0x0f],
      'more items than there are',
    ],
    [
      'a list of nothing',
      { type: 'array', items: { type: 'record', name: 'E', fields: [] } },
      [0xfe, 0xff, 0xff, 0xff, 0x0f],
      'more items',
    ],
    ['a text beyond the end', 'string', [0x14, 0x61], 'beyond the end'],
    ['a text that is none', 'string', [0x02, 0xff], 'not valid UTF-8'],
    ['a long without end', 'long', Array.from({ length: 12 }, () => 0xff), 'more than 64 bits'],
    ['an int that is none', 'int', [0xff, 0xff, 0xff, 0xff, 0x7f], 'more than 32 bits'],
    ['a branch that is not there', ['null', 'int'], [0x08], 'no such branch'],
    ['a symbol that is not there', { type: 'enum', name: 'E', symbols: ['A'] }, [0x04], 'no such symbol'],
    ['a boolean that is none', 'boolean', [7], 'neither 0 nor 1'],
    ['records of no bytes', 'null', [0], 'takes no bytes'],
    ['half a double', 'double', [1, 2], 'end too early'],
  ])('refuses %s', (_, avroSchema, bytes, words) => {
    expect(
      failure(() => avroCodec.readAll(Uint8Array.from(bytes), { avroSchema, framing: 'binary' })).message,
    ).toContain(words);
  });

  describe('files that grow beyond what they are', () => {
    const number = (value: number): number[] => {
      const bytes: number[] = [];
      let rest = value * 2;
      for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
      return [...bytes, rest];
    };
    const text = (value: string): number[] => [...number(value.length), ...bytesOf(value)];
    const mark = Array.from({ length: 16 }, () => 7);
    const file = (
      schema: Json,
      blocks: readonly [count: number, data: readonly number[]][],
      codec = 'null',
    ): Uint8Array =>
      Uint8Array.from([
        0x4f,
        0x62,
        0x6a,
        1,
        ...number(2),
        ...text('avro.schema'),
        ...text(JSON.stringify(schema)),
        ...text('avro.codec'),
        ...text(codec),
        0,
        ...mark,
        ...blocks.flatMap(([count, data]) => [...number(count), ...number(data.length), ...data, ...mark]),
      ]);
    const nulls = Array.from({ length: 2_000 }, (_, at) => ({ name: `f${at}`, type: 'null' }));
    const lists = { type: 'array', items: { type: 'array', items: 'null' } };
    it.each<[string, Uint8Array]>([
      [
        'many blocks of records without bytes',
        file(
          'null',
          Array.from({ length: 50 }, () => [1_000_000, []] as const),
        ),
      ],
      [
        'records with very many fields without bytes',
        file({ type: 'record', name: 'R', fields: nulls }, [[100_000, []]]),
      ],
      [
        'lists of nothing in lists',
        file(lists, [[1, [...number(100), ...Array.from({ length: 100 }, () => [...number(900_000), 0]).flat(), 0]]]),
      ],
    ])('are refused: %s', (_, bytes) => {
      const begin = performance.now();
      expect(failure(() => avroCodec.readAll(bytes, { limits: { maxBytes: 40_000_000 } })).kind).toBe('limit');
      expect(performance.now() - begin).toBeLessThan(5_000);
    });

    it('are checked by the sums of Snappy', () => {
      const plain = text('hello');
      const sum = crc32(Uint8Array.from(plain));
      const block = [
        plain.length,
        (plain.length - 1) << 2,
        ...plain,
        ...[24, 16, 8, 0].map((shift) => (sum >>> shift) & 255),
      ];
      expect(avroCodec.readAll(file('string', [[1, block]], 'snappy'))).toEqual(['hello']);
      const bad = block.with(4, 0x69);
      expect(failure(() => avroCodec.readAll(file('string', [[1, bad]], 'snappy'))).message).toContain('checksum');
    });

    it('come in batches also where they come in one piece', async () => {
      const rows = Array.from({ length: 30_000 }, (_, at) => ({ id: at, name: `name ${at}` }));
      const schema = {
        type: 'record',
        name: 'R',
        fields: [
          { name: 'id', type: 'int' },
          { name: 'name', type: 'string' },
        ],
      };
      const bytes = avroCodec.writeAll(rows, { avroSchema: schema, compression: 'null' });
      let count = 0;
      for await (const batch of avroCodec.read([bytes])) count += batch.length;
      expect(count).toBe(rows.length);
    });
  });

  it('refuses what nests without end', () => {
    const list = { type: 'record', name: 'L', fields: [{ name: 'next', type: ['null', 'L'] }] };
    const bytes = new Uint8Array(10_000).fill(2);
    expect(failure(() => avroCodec.readAll(bytes, { avroSchema: list, framing: 'binary' })).message).toContain(
      '200 levels',
    );
  });

  it('refuses container files that are damaged', async () => {
    const good = avroCodec.writeAll([value, value], options);
    const bad = good.slice();
    bad[bad.length - 1] = (bad[bad.length - 1] ?? 0) ^ 1;
    for (const [bytes, words] of [
      [bad, 'not closed by the mark'],
      [good.subarray(0, good.length - 3), 'end too early'],
      [good.subarray(0, 40), 'beyond the end'],
    ] as const) {
      expect(failure(() => avroCodec.readAll(bytes)).message).toContain(words);
      expect((await failureOf(rowsOf(avroCodec.read(chunked(bytes, 7))))).message).toContain(words);
    }
    expect(failure(() => avroCodec.readAll(new Uint8Array(0), { framing: 'container' })).message).toContain(
      'too early',
    );
    expect(failure(() => avroCodec.readAll(good, { limits: { maxBytes: 100 } })).kind).toBe('limit');
    expect(failure(() => avroCodec.readAll(Uint8Array.of(1, 2, 3))).kind).toBe('option');
  });

  it.each<[Json, string]>([
    [
      { ...(value as object), id: 1.5 },
      'at record 1.id cannot be written as Avro: 1.5 is not a value of the type long',
    ],
    [{ ...(value as object), id: '9223372036854775808' }, 'record 1.id'],
    [{ ...(value as object), status: 'GONE' }, 'none of NEW, PAID'],
    [{ ...(value as object), price: '1.005' }, 'type decimal'],
    [{ ...(value as object), on: '2026-02-30' }, 'type date'],
    [{ ...(value as object), at: '2026-03-29T01:58:44' }, 'timestamp-millis'],
    [{ ...(value as object), hash: 'AQID' }, 'base64 of 2 bytes'],
    [{ ...(value as object), extra: 1 }, 'no field “extra”'],
    [{ ...(value as object), tags: { a: 1.5 } }, 'record 1.tags.a'],
    [{ ...(value as object), children: [{}] }, 'record 1.children.[0].id'],
    [7, 'a record shop.Order'],
  ])('refuses to write %.30j', (row, words) => {
    expect(failure(() => avroCodec.writeAll([row], options)).message).toContain(words);
  });

  it('writes decimals of as many digits as the schema has, and no more', () => {
    const avroSchema = {
      type: 'record',
      name: 'D',
      fields: [{ name: 'd', type: { type: 'bytes', logicalType: 'decimal', precision: 4, scale: 2 } }],
    };
    const rows = [{ d: '12.34' }, { d: '-99.99' }, { d: '0.10' }];
    expect(avroCodec.readAll(avroCodec.writeAll(rows, { avroSchema }))).toEqual(rows);
    for (const d of ['123.45', 100, '-100'])
      expect(failure(() => avroCodec.writeAll([{ d }], { avroSchema })).message).toContain('record 1.d');
  });

  it('fills in defaults', () => {
    const { name: _, raw: __, children: ___, ...rest } = value as Record<string, Json>;
    expect(avroCodec.readAll(avroCodec.writeAll([rest], options))).toEqual([
      { ...(value as object), name: null, raw: '/w==' },
    ]);
  });

  it.each<[Json, string]>([
    ['nope', '“nope” is not defined'],
    [[['null']], 'a union stands directly in a union'],
    [{ type: 'record', name: 'R' }, 'no fields'],
    [{ type: 'fixed', name: 'F', size: -1 }, 'no size'],
    [{ type: 'enum', name: 'E', symbols: [1] }, 'no symbols'],
    [7, '7 is no type'],
  ])('refuses the schema %j', (avroSchema, words) => {
    expect(failure(() => avroCodec.writeAll([], { avroSchema })).message).toContain(words);
  });

  it('keeps every digit of decimals', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.nat(20), (digits, scale) => {
        const text = readDecimal(writeDecimal(String(digits), 0) ?? new Uint8Array(0), scale);
        expect(readDecimal(writeDecimal(text, scale) ?? new Uint8Array(0), scale)).toBe(text);
      }),
    );
  });
});

describe('longs', () => {
  it('keep every digit, up to 64 bits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (long) => {
        const json = Number.isSafeInteger(Number(long)) ? Number(long) : String(long);
        const bytes = avroCodec.writeAll([json], { avroSchema: 'long', framing: 'binary' });
        expect(avroCodec.readAll(bytes, { avroSchema: 'long', framing: 'binary' })).toEqual([json]);
      }),
    );
  });
});
