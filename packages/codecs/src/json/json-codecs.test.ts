import * as fc from 'fast-check';
import type { Json } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { bytesOf, chunked, cutInTwo, failure, failureOf, rowsOf, textIn } from '../testing/streams.ts';
import { jsonCodec } from './json-codec.ts';
import { jsonLinesCodec } from './json-lines-codec.ts';

const nested =
  '{"x":{"data":[1,"]}"]},"a.b":{"rows":[ {"id":1,"t":"a\\"b\\\\"} ,\n 90071992547409931,[],"x"]},"z":null}';

describe('jsonCodec.read', () => {
  it.each<[string, string | undefined, Json[]]>([
    ['[{"a":1},{"a":2}]', undefined, [{ a: 1 }, { a: 2 }]],
    [' [ ] ', undefined, []],
    ['[[],{},null,true,-1.5e3,"x"]', undefined, [[], {}, null, true, -1500, 'x']],
    ['{"a":1}', undefined, [{ a: 1 }]],
    [' 12 ', undefined, [12]],
    ['"x"', undefined, ['x']],
    [nested, '`a.b`.rows', [{ id: 1, t: 'a"b\\' }, '90071992547409931', [], 'x']],
    ['[12345678901234567.89,1.5]', undefined, ['12345678901234567.89', 1.5]],
    [nested, 'x.data[*]', [1, ']}']],
    [nested, 'x', [{ data: [1, ']}'] }]],
    [nested, 'z', [null]],
    ['{"a":{"b":5}}', 'a.b', [5]],
    ['{"__proto__":[{"__proto__":{"bad":1}}]}', '__proto__', [JSON.parse('{"__proto__":{"bad":1}}') as Json]],
  ])('reads the records of %s at %s, cut anywhere', async (text, path, rows) => {
    const bytes = bytesOf(text);
    expect(jsonCodec.readAll(bytes, { path: path ?? '' })).toEqual(rows);
    expect(await rowsOf(jsonCodec.read(chunked(bytes, 1), { path }))).toEqual(rows);
    for (const chunks of cutInTwo(bytes)) expect(await rowsOf(jsonCodec.read(chunks, { path }))).toEqual(rows);
  });

  it.each<[string, string | undefined, string]>([
    ['', undefined, 'empty'],
    ['[1,2', undefined, 'ends too early'],
    ['[1,]', undefined, 'beside a comma (line 1, column 4)'],
    ['[,1]', undefined, 'beside a comma'],
    ['[1,\n {"a" 1}]', undefined, 'a colon is missing after a name (line 2, column 7)'],
    ['[{"a":1} {"a":2}]', undefined, 'comma or ] is missing'],
    ['[{"a":1]', undefined, 'ends too early'],
    ['[{"a":1]}]', undefined, 'comma or ] is missing'],
    ['[1}', undefined, 'comma or ] is missing'],
    ['[1] 2', undefined, 'more text after'],
    ['{"a":[1]', 'a', 'ends too early'],
    ['{"a":[1],}', 'a', 'name between double quotes'],
    ['{"a":[1],"a":[2]}', 'a', 'twice'],
    ['{"a":}', 'a', 'a value is missing'],
    ['{"a":1,"b":2}', 'c', 'There is: a, b.'],
    ['[1]', 'c', 'Nothing stands at the path c'],
    ['{"a":[{"b":[1]}]}', 'a.b', 'Nothing stands at the path a.b'],
    [`[${'['.repeat(300)}`, undefined, '200 levels'],
    [`{"a":[${'['.repeat(199)}${']'.repeat(199)}]}`, 'a', '200 levels'],
  ])('says what is wrong with %s at %s', async (text, path, words) => {
    const whole = await failureOf(rowsOf(jsonCodec.read([bytesOf(text)], { path })));
    expect(whole.message).toContain(words);
    expect((await failureOf(rowsOf(jsonCodec.read(chunked(bytesOf(text), 1), { path })))).message).toBe(whole.message);
  });

  it('refuses a path that is none', () => {
    expect(failure(() => jsonCodec.readAll('[]', { path: 'a + b' })).kind).toBe('option');
    expect(failure(() => jsonCodec.readAll('[]', { path: 'a[0].b' })).message).toContain('by names alone');
    expect(failure(() => jsonCodec.readAll('[]', { limits: { maxBytes: -1 } })).kind).toBe('option');
  });

  it('hands out what came before a mistake, in batches', async () => {
    const batches: Json[][] = [];
    const reading = async (): Promise<void> => {
      for await (const batch of jsonCodec.read([bytesOf('[1,2,3,4,5,oops]')], { batchSize: 2 })) batches.push(batch);
    };
    expect((await failureOf(reading())).message).toContain('cannot begin with “o” (line 1, column 12)');
    expect(batches.flat()).toEqual([]);
    const later = async (): Promise<void> => {
      const text = `[${'1,'.repeat(40_000)}oops]`;
      for await (const batch of jsonCodec.read([bytesOf(text)], { batchSize: 1000 })) batches.push(batch);
    };
    expect((await failureOf(later())).kind).toBe('input');
    expect(batches.length).toBeGreaterThan(10);
    expect(batches.every((batch) => batch.length <= 1000)).toBe(true);
  });

  it('caps a record and the whole', async () => {
    const endless = bytesOf(`[{"a":"${'x'.repeat(5000)}`);
    const error = await failureOf(rowsOf(jsonCodec.read(chunked(endless, 100), { limits: { maxRowSize: 2000 } })));
    expect(error.kind).toBe('limit');
    expect(error.message).toContain('maxRowSize');
    expect(failure(() => jsonCodec.readAll(endless, { limits: { maxBytes: 100 } })).kind).toBe('limit');
  });

  it('asks for no chunk before it is needed', async () => {
    let asked = 0;
    const source = function* (): Iterable<Uint8Array> {
      for (;;) {
        asked += 1;
        yield bytesOf(`${asked === 1 ? '[' : ''}${'{"a":1},'.repeat(500)}`);
      }
    };
    for await (const batch of jsonCodec.read(source(), { batchSize: 100 })) {
      expect(batch).toHaveLength(100);
      break;
    }
    expect(asked).toBeLessThan(4);
  });

  it('equals the whole document, whatever the values and the chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue()),
        fc.integer({ min: 1, max: 40 }),
        fc.nat({ max: 3 }),
        async (v, size, indent) => {
          const text = JSON.stringify({ é: { list: v } }, null, indent);
          const rows = await rowsOf(jsonCodec.read(chunked(bytesOf(text), size), { path: 'é.list' }));
          expect(JSON.stringify({ é: { list: rows } })).toBe(JSON.stringify(jsonCodec.readAll(text)));
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('jsonCodec.write', () => {
  it('writes what it reads', async () => {
    const batches = [[{ a: 1 }, { a: [2] }], [], [null]];
    const text = await textIn(jsonCodec.write(batches, { path: 'a.`b c`' }));
    expect(text).toBe('{"a":{"b c":[\n{"a":1},\n{"a":[2]},\nnull\n]}}\n');
    expect(jsonCodec.readAll(text, { path: 'a.`b c`' })).toEqual(batches.flat());
    expect(await textIn(jsonCodec.write([]))).toBe('[]\n');
    expect(new TextDecoder().decode(jsonCodec.writeAll({ a: 1 }, { indent: 1 }))).toBe('{\n "a": 1\n}');
  });
});

describe('jsonLinesCodec', () => {
  it('reads a value a line, cut anywhere', async () => {
    const bytes = bytesOf('\ufeff{"a":1}\r\n\n[2]\n  \n90071992547409931\n"ø"');
    const rows = [{ a: 1 }, [2], '90071992547409931', 'ø'];
    expect(jsonLinesCodec.readAll(bytes)).toEqual(rows);
    for (const chunks of cutInTwo(bytes)) expect(await rowsOf(jsonLinesCodec.read(chunks))).toEqual(rows);
    expect(jsonLinesCodec.readAll('')).toEqual([]);
    expect(jsonLinesCodec.readAll(jsonLinesCodec.writeAll(rows))).toEqual(rows);
    expect(await textIn(jsonLinesCodec.write([[1], [], [{}]]))).toBe('1\n{}\n');
  });

  it('fails on a broken line, or leaves it out', () => {
    expect(failure(() => jsonLinesCodec.readAll('1\n{"a":}\n2')).message).toContain('(line 2, column 6)');
    const lines: number[] = [];
    const options = { badRows: 'reject', onReject: ({ line }: { line: number }) => lines.push(line) } as const;
    expect(jsonLinesCodec.readAll('1\n{"a":}\n2\n1,2', options)).toEqual([1, 2]);
    expect(lines).toEqual([2, 4]);
    expect(failure(() => jsonLinesCodec.readAll('x'.repeat(99), { limits: { maxRowSize: 50 } })).kind).toBe('limit');
  });
});
