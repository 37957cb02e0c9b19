// Schemas in several files: what the first one names is read from below its folder; others are given.
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { patchbay, testFolder } from './testing/command-test.ts';

const { dir, file, remove } = testFolder();
afterAll(remove);

const xsd = (body: string): string => `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">${body}</xs:schema>`;
const address = xsd(
  '<xs:complexType name="Address"><xs:sequence><xs:element name="city" type="xs:string"/></xs:sequence></xs:complexType>',
);
const order = (location: string): string =>
  xsd(`<xs:include schemaLocation="${location}"/>
    <xs:element name="order"><xs:complexType><xs:sequence><xs:element name="to" type="Address"/></xs:sequence></xs:complexType></xs:element>`);

beforeAll(() => {
  for (const name of ['in', 'in/parts', 'out']) mkdirSync(join(dir, name));
  file('in/parts/address.xsd', address);
  file('in/parts/all.xsd', xsd('<xs:include schemaLocation="address.xsd"/>'));
  file('out/address.xsd', address);
  symlinkSync(join(dir, 'out/address.xsd'), join(dir, 'in/link.xsd'));
});

const read = async (...args: string[]): Promise<[number, unknown, string]> => {
  const { code, out, err } = await patchbay('schema', 'read', ...args);
  return [code, out === '' ? null : JSON.parse(out), err];
};
describe('a schema that names other files', () => {
  test('is read with them, and with what they name, from below its folder', async () => {
    const [code, schema, said] = await read(file('in/order.xsd', order('parts/all.xsd')));
    expect(said).not.toMatch(/needed/);
    expect([code, JSON.stringify(schema)]).toEqual([0, expect.stringContaining('"city":{"type":"string"')]);
  });

  test.each([
    ['above its folder', '../out/address.xsd'],
    ['behind a link that leads out', 'link.xsd'],
    ['in the network', 'http://127.0.0.1:9/address.xsd'],
    ['that is not there', 'gone.xsd'],
  ])('is not read with a file %s, and says so; the file may be given', async (_, location) => {
    const main = file('in/order.xsd', order(location));
    const [, , said] = await read(main);
    expect(said).toMatch(/is needed, but was not supplied[\s\S]*--with/);
    const given = file(`out/${location.split('/').at(-1)}`, address);
    const [code, schema, then] = await read(main, '--with', given);
    expect(then).not.toMatch(/needed/);
    expect([code, JSON.stringify(schema)]).toEqual([0, expect.stringContaining('"city":{"type":"string"')]);
  });

  test('is read so by map suggest, of Protobuf and of JSON Schema too', async () => {
    const types = 'syntax = "proto3"; package shop; message Place { string city = 1; }';
    mkdirSync(join(dir, 'in/shop'));
    file('in/shop/types.proto', types);
    const proto = file(
      'in/shop/order.proto',
      'syntax = "proto3"; package shop; import "shop/types.proto"; message Order { Place to = 1; }',
    );
    file('in/place.json', { type: 'object', properties: { city: { type: 'string' } } });
    const json = file('in/order.schema.json', {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: { to: { $ref: 'place.json' } },
    });
    const ended = await patchbay('map', 'suggest', proto, json);
    expect([ended.code, ended.out, ended.err]).toEqual([
      0,
      expect.stringMatching(/\/to\/city .*to\.city/),
      expect.not.stringMatching(/supplied/),
    ]);
    const main = file('in/order.xsd', order('gone.xsd'));
    const target = await patchbay('map', 'suggest', main, json, '--with', file('out/gone.xsd', address));
    expect([target.code, target.out]).toEqual([0, expect.stringMatching(/\/to\/city .*city/)]);
  });
});

describe('what a schema names', () => {
  const json = (ref: string): unknown => ({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: { to: { $ref: ref } },
  });
  const place = { type: 'object', properties: { city: { type: 'string' } } };

  test('may be written as in addresses', async () => {
    file('in/a place.json', place);
    const [code, schema, said] = await read(file('in/addressed.json', json('a%20place.json')));
    expect([code, said]).toEqual([0, expect.not.stringMatching(/nowhere/)]);
    expect(JSON.stringify(schema)).toContain('"city":{"type":"string"');
  });

  test.each([
    ['longer than any name', `${'x'.repeat(300)}.json`],
    ['of links in a circle', 'circle.json'],
    ['with a character that no name has', 'a%00b.json'],
    ['of escapes that are none', 'a%zz.json'],
  ])('is missing where it is a name %s', async (_, ref) => {
    if (!existsSync(join(dir, 'in/circle.json')) && ref === 'circle.json')
      symlinkSync('circle.json', join(dir, 'in/circle.json'));
    const [code, , said] = await read(file('in/bad.json', json(ref)));
    expect([code, said]).toEqual([0, expect.stringMatching(/leads nowhere[\s\S]*--with/)]);
  });

  test('of a sample is data', async () => {
    const [code, , said] = await read(file('in/sample.json', { order: 1, $ref: 'x'.repeat(300) }), '--format', 'json');
    expect([code, said]).toEqual([0, '']);
  });

  test('is read up to a number of files, and the limit is said', async () => {
    mkdirSync(join(dir, 'many'));
    for (let at = 0; at < 502; at += 1) file(`many/p${at}.json`, place);
    const refs = Array.from({ length: 502 }, (_, at) => [`p${at}`, { $ref: `p${at}.json` }]);
    const main = file('many/main.json', { ...(json('p0.json') as object), properties: Object.fromEntries(refs) });
    const [code, , said] = await read(main);
    expect([code, said]).toEqual([0, expect.stringMatching(/at most 500 other files, of 64 MB in all/)]);
    expect(said).not.toMatch(/are found/);
  });

  test('is said by map check where it is missing, and may be given', async () => {
    const map = file('in/check.map.json', {
      map: 1,
      sources: { order: {} },
      root: { fields: { city: { expr: 'order.to.city' } } },
    });
    mkdirSync(join(dir, 'elsewhere'));
    const main = file('in/checked.json', json('../elsewhere/far.json'));
    const given = file('elsewhere/far.json', { ...place, additionalProperties: false });
    const lacking = await patchbay('map', 'check', map, '--schema', `order=${main}`);
    expect(lacking.err).toMatch(/leads nowhere[\s\S]*--with/);
    const ended = await patchbay('map', 'check', map, '--schema', `order=${main}`, '--with', given);
    expect([ended.code, ended.err]).toEqual([0, expect.not.stringMatching(/nowhere/)]);
  });
});

test('a workbook and a copybook are read for what they are', async () => {
  const rows = file('rows.map.json', {
    map: 1,
    sources: { r: {} },
    root: { for: 'r', as: 'x', fields: { no: { expr: 'x.no' } } },
  });
  const book = join(dir, 'rows.xlsx');
  const input = file('rows.json', [{ no: 1 }]);
  expect((await patchbay('map', 'run', rows, input, '--out-format', 'excel', '-o', book)).code).toBe(0);
  expect(await read(book)).toEqual([
    0,
    expect.objectContaining({ properties: { no: expect.objectContaining({ type: 'integer' }) } }),
    '',
  ]);
  expect((await read(book, '--format', 'excel'))[0]).toBe(0);
  const packed = file('line.cpy', '       01  LINE.\n           05  QTY  PIC S9(5) COMP-3.\n');
  expect(await read(packed)).toEqual([
    0,
    expect.objectContaining({
      properties: { QTY: { type: 'integer', 'x-pos': { start: 1, length: 3, form: 'packed', sign: true, digits: 5 } } },
    }),
    expect.stringContaining('packed or binary numbers: files must come byte for byte'),
  ]);
  const varying = file('lines.cpy', '       01  LINE.\n           05  QTY OCCURS 1 TO 5 DEPENDING ON N PIC 9.\n');
  expect(await read(varying)).toEqual([
    1,
    null,
    expect.stringMatching(/copybook cannot be used: QTY is there a varying number of times/),
  ]);
});
