// `patchbay map`, `schema` and `lookup`: on files without any installation, and with the library of one.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestDatabase } from '@patchbay/db/testing';
import { testDatabase } from '@patchbay/db/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Ended } from './testing/command-test.ts';
import { patchbay, testFolder } from './testing/command-test.ts';

const { dir, file, remove } = testFolder();

const mapping = {
  map: 1,
  sources: { order: {} },
  lookups: { states: { values: { N: 'NEW' } } },
  root: {
    fields: {
      id: { expr: 'order.id' },
      state: { lookup: 'states', key: 'order.state' },
      lines: { for: 'order.lines', as: 'line', fields: { qty: { expr: 'NUMBER(line.qty)', onError: 'skip' } } },
    },
  },
  samples: [
    { name: 'good', in: { order: { id: 'A', state: 'N' } }, out: { id: 'A', state: 'NEW', lines: [] } },
    { name: 'bad', in: { order: { id: 'A', lines: [{ qty: '2' }] } }, out: { id: 'B', lines: [{ qty: 3 }], more: 1 } },
    { name: 'no test', in: {} },
  ],
};
const order = { id: 'A-1', state: 'N', lines: [{ qty: '2' }, { qty: 'x' }] };

beforeEach(() => {
  vi.stubEnv('PATCHBAY_HOME', join(dir, 'home'));
  vi.stubEnv('DATABASE_URL', '');
});
afterEach(() => {
  vi.unstubAllEnvs();
});
afterAll(remove);

describe('map run', () => {
  const map = file('invoice.map.json', mapping);
  const input = file('order.json', order);

  test('prints what the mapping makes; what was left out is said', async () => {
    const ended = await patchbay('map', 'run', map, input);
    expect([ended.code, JSON.parse(ended.out)]).toEqual([0, { id: 'A-1', state: 'NEW', lines: [{ qty: 2 }] }]);
    expect(ended.err).toMatch(/left out \/lines\/1: .*qty/);
    expect(ended.err).toMatch(/1 record was left out\./);
  });

  test('columns named like numbers come in the order of the rules', async () => {
    const years = file(
      'years.map.json',
      `{"map":1,"sources":{"rows":{}},"root":{"for":"rows","as":"r","fields":{
        "name":{"expr":"r.name"},"2025":{"expr":"r.b"},"2024":{"expr":"r.a"},"sum":{"expr":"r.a + r.b"}}}}`,
    );
    const rows = file('years.json', [{ name: 'x', a: 1, b: 2 }]);
    for (const args of [
      ['--out-format', 'csv'],
      ['--out-format', 'csv', '--each'],
    ]) {
      const ended = await patchbay('map', 'run', years, rows, ...args);
      expect([ended.code, ended.out]).toEqual([0, 'name,2025,2024,sum\r\nx,2,1,3\r\n']);
    }
  });

  test('reads and writes other formats, takes tables from CSV and the time from the caller', async () => {
    const flat = file('flat.map.json', {
      map: 1,
      sources: { rows: {}, at: {} },
      lookups: { names: { values: {} } },
      root: {
        for: 'rows',
        as: 'r',
        fields: { n: { lookup: 'names', key: 'r.code' }, at: { expr: 'at.at' }, now: { expr: 'YEAR(NOW())' } },
      },
    });
    const rows = file('rows.jsonl', '{"code":"DE"}\n{"code":"AT"}\n');
    const names = file('names.csv', 'code;name\nDE;Germany\nAT;Austria\n');
    const at = file('at.json', '\ufeff{"at":"here"}');
    const out = join(dir, 'out.jsonl');
    const options = [
      '--source',
      `at=${at}`,
      '--lookup',
      `names=${names}`,
      '--out-format',
      'jsonl',
      '-o',
      out,
      '--now',
      '1999-12-31T23:00:00Z',
    ];
    expect(await patchbay('map', 'run', flat, rows, ...options)).toEqual({ code: 0, out: '', err: '' });
    expect(readFileSync(out, 'utf8')).toBe(
      '{"n":"Germany","at":"here","now":1999}\n{"n":"Austria","at":"here","now":1999}\n',
    );
  });

  test('reads and writes by the options of the formats', async () => {
    const list = file('list.map.json', {
      map: 1,
      sources: { rows: {} },
      root: { fields: { line: { for: 'rows', as: 'r', fields: { n: { expr: 'r.n' } } } } },
    });
    const csv = file('odd.csv', 'n|m\n1|2\n');
    const ended = await patchbay(
      'map',
      'run',
      list,
      csv,
      '--read',
      'delimiter=|',
      '--out-format',
      'xml',
      '--write',
      'root=Lines',
      '--write',
      'declaration=false',
    );
    expect(ended).toEqual({ code: 0, out: '<Lines><line><n>1</n></line></Lines>', err: '' });
    const unknown = await patchbay('map', 'run', list, csv, '--read', 'delimitter=|');
    expect([unknown.code, unknown.err]).toEqual([
      1,
      expect.stringMatching(/delimitter.*They are path, encoding, delimiter/),
    ]);
  });

  test('keeps names and digits', async () => {
    const odd = file(
      'odd.map.json',
      '{"map":1,"sources":{"o":{}},"root":{"fields":{"__proto__":{"expr":"o.`__proto__`"},"id":{"expr":"o.id"}}}}',
    );
    const given = file('odd.json', '{"__proto__":{"a.b":1},"id":123456789012345678901}');
    const { out } = await patchbay('map', 'run', odd, given);
    expect(out.replaceAll(/\s/g, '')).toBe('{"__proto__":{"a.b":1},"id":"123456789012345678901"}');
  });

  test('fails with what could not be made, and prints no output', async () => {
    const strict = file('strict.map.json', {
      map: 1,
      sources: { o: {} },
      root: { fields: { n: { expr: 'NUMBER(o.n)' } } },
    });
    const bad = file('bad.json', { n: 'many' });
    const ended = await patchbay('map', 'run', strict, bad);
    expect([ended.code, ended.out]).toEqual([1, '']);
    expect(ended.err).toMatch(/^problem at \/n: .*many/);
    const json = await patchbay('map', 'run', strict, bad, '--json');
    expect([json.code, JSON.parse(json.out)]).toEqual([
      1,
      expect.objectContaining({ ok: false, problems: [expect.anything()] }),
    ]);
  });

  test.each([
    [['map', 'run', join(dir, 'nothing.json'), input], 1, /cannot be read.*Check its name/],
    [['map', 'run', input, input], 1, /is no mapping file: the field “map”/],
    [['map', 'run', file('new.map.json', { map: 2 }), input], 1, /newer Patchbay/],
    [['map', 'run', file('broken.map.json', '{"map":1,\n'), input], 1, /is no mapping file.*line 2/],
    [['map', 'run', file('wrong.map.json', { map: 1, root: { fields: { a: { exp: '' } } } }), input], 1, /root/],
    [['map', 'run', map, file('half.json', '{"id":')], 1, /half\.json” cannot be read.*line 1/],
    [['map', 'run', map, input, '--source', `nope=${input}`], 1, /no source “nope”. Its sources are “order”/],
    [['map', 'run', map, input, '--lookup', `nope=${file('t.csv', 'a,b\n1,2')}`], 1, /no lookup table “nope”/],
    [['map', 'run', map, input, '--lookup', `states=${file('ragged.csv', 'a,b\n1')}`], 1, /ragged\.csv.*1 fields/],
    [['map', 'run', map, input, '--format', 'cobol'], 1, /“cobol” is not known/],
    [['map', 'run', map, input, '--lookup', 'states'], 2, /name=file/],
    [['map', 'run', map, input, '--now', 'tomorrow'], 2, /2026-01-31T12:00:00Z/],
    [['map', 'run'], 2, /missing required argument/],
    [['map', 'run', 'Invoice@2', input], 3, /no installation/],
  ])('%j ends with %i', async (args, code, says) => {
    const ended = await patchbay(...args);
    expect([ended.code, ended.err]).toEqual([code, expect.stringMatching(says)]);
    expect(ended.out).toBe('');
  });
});

describe('map check', () => {
  test('says what is wrong, against the schemas that are given', async () => {
    const schema = file('order.schema.json', {
      type: 'object',
      properties: {
        id: { type: 'string' },
        lines: { type: 'array', items: { type: 'object', properties: { qty: {} } } },
      },
      additionalProperties: false,
    });
    const map = file('check.map.json', mapping);
    expect(await patchbay('map', 'check', map)).toMatchObject({
      code: 0,
      out: '',
      err: expect.stringMatching(/is valid\.\n$/),
    });
    const ended = await patchbay('map', 'check', map, '--schema', `order=${schema}`, '--json');
    expect([ended.code, JSON.parse(ended.out)]).toMatchObject([1, { valid: false }]);
    expect(ended.out).toContain('has no field “state”');
  });

  test('of a mapping that uses a library says so when there is none', async () => {
    const map = file('uses.map.json', { map: 1, target: { schema: 'Invoice@2' }, root: { fields: {} } });
    const ended = await patchbay('map', 'check', map);
    expect([ended.code, ended.err]).toEqual([
      1,
      expect.stringMatching(/uses Invoice@2 of a library, and there is no installation/),
    ]);
  });
});

describe('map test', () => {
  test('prints what differs by path, and counts', async () => {
    const map = file('test.map.json', mapping);
    const only = file('only.map.json', { ...mapping, samples: mapping.samples.slice(0, 1) });
    const ended = await patchbay('map', 'test', map, only);
    expect([ended.code, ended.err]).toEqual([1, '2 passed, 1 failed\n']);
    expect(ended.out).toBe(
      [
        `${map}: bad`,
        '  /id: expected "B", got "A"',
        '  /lines/0/qty: expected 3, got 2',
        '  /more: expected 1, got nothing',
        '',
      ].join('\n'),
    );
    expect(await patchbay('map', 'test', only)).toEqual({ code: 0, out: '', err: '1 passed, 0 failed\n' });
    const json = await patchbay('map', 'test', map, '--json');
    expect(JSON.parse(json.out)).toMatchObject({
      passed: 1,
      failed: 1,
      mappings: [{ results: [{ name: 'good' }, { name: 'bad' }] }],
    });
  });
});

describe('map suggest', () => {
  test('says that a name is missing, and needs no installation for that', async () => {
    const there = file('there.json', '{"":1,"a":{"":2}}');
    for (const names of [
      ['', there],
      [there, ' '],
    ]) {
      const ended = await patchbay('map', 'suggest', ...names);
      expect([ended.code, ended.err]).toEqual([
        expect.any(Number),
        expect.stringContaining('has no name. Name a file'),
      ]);
      expect(ended.code).not.toBe(0);
    }
    const ended = await patchbay('map', 'suggest', there, there, '--name', '');
    expect(ended.err).toContain('It is what expressions call the source');
    expect((await patchbay('map', 'suggest', there, there)).code).toBe(0);
  });

  const source = file('shop-order.json', { order_number: 'A-1', line_items: [{ sku: 'X', quantity: 1 }], noise: true });
  const target = file('invoice.schema.json', {
    type: 'object',
    properties: {
      orderNo: { type: 'string' },
      lines: {
        type: 'array',
        items: { type: 'object', properties: { sku: { type: 'string' }, qty: { type: 'number' } } },
      },
      unheardOf: { type: 'boolean' },
    },
  });

  test('prints rules with score and reasons, and writes a mapping that runs', async () => {
    const out = join(dir, 'suggested.map.json');
    const ended = await patchbay('map', 'suggest', source, target, '--samples', source, '--name', 'order', '-o', out);
    expect(ended.code).toBe(0);
    expect(ended.out).toMatch(/^\/orderNo\s+order\.order_number\s+\d+%\s+high\s+\S/m);
    expect(ended.out).toMatch(/^\/lines\s+for order\.line_items as line_item\s+\d+%\s+high/m);
    expect(ended.err).toMatch(/nothing found for \/unheardOf/);
    const made = await patchbay('map', 'run', out, source);
    expect([made.code, JSON.parse(made.out)]).toEqual([0, { orderNo: 'A-1', lines: [{ sku: 'X', qty: 1 }] }]);
  });

  test('hands out all as JSON, and takes a type of a file', async () => {
    const types = file('types.schema.json', {
      $defs: {
        A: { title: 'A', type: 'object', properties: { zip: { type: 'string' } } },
        B: { title: 'B', type: 'object', properties: { order: { type: 'string' } } },
      },
    });
    const postal = file('postal.schema.json', { type: 'object', properties: { postalCode: { type: 'string' } } });
    const read = await patchbay('schema', 'read', types, '--json');
    const names = (JSON.parse(read.out) as { name: string }[]).map((one) => one.name);
    expect(names).toEqual(expect.arrayContaining(['A', 'B']));
    const ended = await patchbay('map', 'suggest', `${types}#A`, postal, '--json');
    expect(JSON.parse(ended.out)).toMatchObject({
      suggestions: [{ path: '/postalCode', rule: { expr: 'types.zip' } }],
    });
    const none = await patchbay('map', 'suggest', `${types}#C`, postal);
    expect([none.code, none.err]).toEqual([1, expect.stringMatching(/no type “C”. It has .*“A”/)]);
  });
});

describe('with the library of an installation', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
    const workspaceId = randomUUID();
    await database.query(`INSERT INTO workspace (id, name) VALUES ($1, 'W')`, [workspaceId]);
    const environment = [randomUUID(), workspaceId];
    await database.query(`INSERT INTO environment (id, workspace_id, name) VALUES ($1, $2, 'test')`, environment);
  });
  afterAll(async () => {
    await database[Symbol.asyncDispose]();
  });
  beforeEach(() => {
    vi.stubEnv('DATABASE_URL', database.url);
  });

  test('schemas, tables and mappings go in, are used by name, and come out', async () => {
    const schema = file('shape.schema.json', {
      type: 'object',
      required: ['id'],
      properties: { id: { type: 'string' }, state: { type: 'string' } },
    });
    expect(await patchbay('schema', 'import', schema, '--name', 'Invoice shape')).toMatchObject({
      code: 0,
      out: 'Invoice shape@1\n',
    });
    expect(await patchbay('schema', 'import', schema, '--name', 'Invoice shape')).toMatchObject({
      err: expect.stringMatching(/nothing was changed/),
    });
    const csv = file('states.csv', 'code,text\nN,NEW\n');
    expect(await patchbay('lookup', 'import', csv, '--name', 'States')).toEqual({
      code: 0,
      out: 'States@1\n',
      err: '1 key.\n',
    });
    expect((await patchbay('lookup', 'export', 'States')).out).toBe('"key","value"\r\n"N","NEW"\r\n');

    const document = {
      map: 1,
      sources: { order: {} },
      target: { schema: 'Invoice shape@1' },
      lookups: { states: { table: 'States@1', default: '?' } },
      root: { fields: { id: { expr: 'order.id' }, state: { lookup: 'states', key: 'order.state' } } },
      samples: [{ name: 'one', in: { order: { id: 'A', state: 'N' } }, out: { id: 'A', state: 'NEW' } }],
    };
    const map = file('library.map.json', document);
    const input = file('library-order.json', order);
    // A file that uses the library is completed from it.
    const made = { id: 'A-1', state: 'NEW' };
    expect(JSON.parse((await patchbay('map', 'run', map, input)).out)).toEqual(made);
    expect(await patchbay('map', 'import', map, '--name', 'Invoice', '--publish')).toMatchObject({
      code: 0,
      out: 'Invoice@1\n',
    });
    expect((await patchbay('map', 'list')).out).toBe('@1  Invoice\n');
    for (const name of ['Invoice', 'Invoice@1']) {
      expect(JSON.parse((await patchbay('map', 'run', name, input)).out)).toEqual(made);
      expect(await patchbay('map', 'test', name)).toMatchObject({ code: 0, err: '1 passed, 0 failed\n' });
    }
    const exported = await patchbay('map', 'export', 'Invoice');
    expect(JSON.parse(exported.out)).toEqual(document);
    expect(JSON.parse((await patchbay('map', 'export', 'Invoice', '--bundle')).out)).toMatchObject({
      bundle: { lookups: { 'States@1': { values: { N: 'NEW' } } } },
    });
    const suggested = await patchbay('map', 'suggest', input, 'Invoice shape');
    expect(suggested.out).toMatch(/^\/id\s+library_order\.id/m);
    const nobody = await patchbay('map', 'run', 'Invoice@7', input);
    expect([nobody.code, nobody.err]).toEqual([1, expect.stringMatching(/no version 7: the newest is 1/)]);
  });

  test('what fails its tests is not published', async () => {
    const map = file('failing.map.json', { ...mapping, samples: mapping.samples.slice(1, 2) });
    const ended = await patchbay('map', 'import', map, '--name', 'Failing', '--publish');
    expect([ended.code, ended.err]).toEqual([1, expect.stringMatching(/test “bad” failed/)]);
  });
});

test('a script sees data on stdout, words on stderr and the exit code', async () => {
  const map = file('script.map.json', mapping);
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const ended = await new Promise<Ended>((resolve) => {
    const env = { PATH, NODE_COMPILE_CACHE, PATCHBAY_HOME: join(dir, 'home') };
    const child = execFile(
      process.execPath,
      [join(import.meta.dirname, 'main.ts'), 'map', 'run', map, '-'],
      { env },
      (error, out, err) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
      },
    );
    child.stdin?.end(JSON.stringify(order));
  });
  expect([ended.code, JSON.parse(ended.out)]).toEqual([0, { id: 'A-1', state: 'NEW', lines: [{ qty: 2 }] }]);
  expect(ended.err).toMatch(/1 record was left out/);
});
