// The mapper over REST, as other tools drive it: a document and an input in, an output out; what is wrong is a problem document.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApi, TestResponse } from '../testing/test-api.ts';
import { openTestApi } from '../testing/test-api.ts';
import { compareExample, createExample, importExample, inferExample } from '../schema/schema.examples.ts';
import * as lookupExamples from '../lookup/lookup.examples.ts';
import type { Evaluated, TestsRun } from './mapper.contract.ts';
import { checkExample, evaluateExample, suggestExample, testsExample } from './mapper.examples.ts';

let api: TestApi;
let apiKey: string;
beforeAll(async () => {
  api = await openTestApi();
  apiKey = await api.keyOf('analyst');
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

const post = (path: string, body: unknown): Promise<TestResponse> =>
  api.send('POST', `/api/v1${path}`, { apiKey, body });
const evaluate = async (body: unknown): Promise<Evaluated> => {
  const answer = await post('/mappings/evaluate', body);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.json as Evaluated;
};
const doc = (fields: object, rest: object = {}): object => ({
  map: 1,
  sources: { order: {} },
  ...rest,
  root: { fields },
});

/** Without the weights and reasons of auto-map, which may get better. */
const unweighed = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (name, inner: unknown) => (name === 'score' || name === 'reasons' ? null : inner)));

describe('the examples of the API description', () => {
  test('are answered as they say', async () => {
    expect((await post('/mappings/evaluate', evaluateExample.request)).json).toEqual(evaluateExample.response);
    expect((await post('/schemas/infer', inferExample.request)).json).toEqual(inferExample.response);
    expect((await post('/schemas/import', importExample.request)).json).toEqual(importExample.response);
    expect((await post('/lookups/read-csv', lookupExamples.readExample.request)).json).toEqual(
      lookupExamples.readExample.response,
    );
    const lookup = await post('/lookups', lookupExamples.createExample.request);
    expect([lookup.status, lookup.json]).toEqual([
      201,
      { ...lookupExamples.createExample.response, id: expect.any(String) },
    ]);
    const schema = await post('/schemas', createExample.request);
    expect([schema.status, schema.json]).toEqual([201, { ...createExample.response, id: expect.any(String) }]);
    const { id } = schema.json as { id: string };
    const compared = await post(`/schemas/${id}/compare`, compareExample.request);
    expect(unweighed(compared.json)).toEqual(unweighed(compareExample.response));
    expect((await post('/mappings/check', checkExample.request)).json).toEqual(checkExample.response);
    const suggested = await post('/mappings/suggest', suggestExample.request);
    expect(unweighed(suggested.json)).toEqual(unweighed(suggestExample.response));
    const { results, ...counts } = (await post('/mappings/test', testsExample.request)).json as TestsRun;
    expect({ ...counts, results: results.map((result) => ({ ...result, ms: 0 })) }).toEqual(testsExample.response);
  });
});

describe('POST /mappings/evaluate', () => {
  test('takes the one source itself, or each source by its name', async () => {
    const document = doc({ id: { expr: 'order.id' } });
    expect((await evaluate({ document, input: { id: 1 } })).output).toEqual({ id: 1 });
    expect((await evaluate({ document, input: { order: { id: 1 } } })).output).toEqual({ id: 1 });
    const two = { map: 1, sources: { a: {}, b: {} }, root: { fields: { x: { expr: 'a.x' }, y: { expr: 'b.y' } } } };
    const { output, diagnostics } = await evaluate({ document: two, input: { a: { x: 1 }, c: 2 } });
    expect(output).toEqual({ x: 1 });
    expect(diagnostics.filter((one) => one.code.startsWith('input.')).map((one) => one.message)).toEqual([
      expect.stringMatching(/no source “c”/),
      expect.stringMatching(/nothing for the source “b”/),
    ]);
  });

  test('runs a mapping without sources over the roots that it reads', async () => {
    const document = { map: 1, root: { fields: { id: { expr: 'trigger.body.id' } } } };
    expect((await evaluate({ document, input: { trigger: { body: { id: 7 } } } })).output).toEqual({ id: 7 });
  });

  test('reads and writes text of a format', async () => {
    const document = {
      map: 1,
      sources: { lines: {} },
      root: { for: 'lines', as: 'line', fields: { sku: { expr: 'line.sku' }, qty: { expr: 'NUMBER(line.qty)' } } },
    };
    const jsonl = '{"sku":"A","qty":"2"}\n{"sku":"B","qty":"3"}\n';
    const { output, encoded } = await evaluate({
      document,
      encoded: {
        lines: {
          format: 'jsonl',
          base64: Buffer.from(jsonl, 'utf16le').toString('base64'),
          options: { encoding: 'utf-16le' },
        },
      },
      output: { format: 'jsonl' },
    });
    expect(output).toEqual([
      { sku: 'A', qty: 2 },
      { sku: 'B', qty: 3 },
    ]);
    expect(encoded).toEqual({ format: 'jsonl', text: '{"sku":"A","qty":2}\n{"sku":"B","qty":3}\n' });
  });

  const asGiven = { map: 1, sources: { order: {} }, root: { fields: { it: { expr: 'order' } } } };
  const xmlSchema = {
    type: 'object',
    properties: {
      id: { type: 'string', 'x-xml': { attr: true } },
      line: {
        type: 'array',
        items: { type: 'object', properties: { sku: { type: 'string' }, qty: { type: 'integer' } } },
      },
    },
  };
  test.each([
    ['csv', 'sku;qty\nA;2\n', {}, [{ sku: 'A', qty: '2' }]],
    [
      'csv',
      'sku,qty\nA,"1,5"\n',
      { schema: { type: 'object', properties: { qty: { type: 'number' } } }, options: { decimal: ',' } },
      [{ sku: 'A', qty: 1.5 }],
    ],
    [
      'xml',
      '<o id="7"><line><sku>A</sku><qty>2</qty></line></o>',
      { schema: xmlSchema },
      { id: '7', line: [{ sku: 'A', qty: 2 }] },
    ],
    ['jsonl', '{"a":1}\nnonsense\n', { options: { badRows: 'reject' } }, [{ a: 1 }]],
  ])('reads %s as the schema and the options say', async (format, text, more, expected) => {
    const { output } = await evaluate({ document: asGiven, encoded: { order: { format, text, ...more } } });
    expect(output).toEqual({ it: expected });
    const alone = await evaluate({ document: asGiven, encodedInput: { format, text, ...more } });
    expect(alone.output).toEqual({ it: expected });
  });

  test('takes the one message of an interchange for a source that is one structure', async () => {
    const edifact = (id: string): string =>
      `UNH+${id}+ORDERS:D:96A:UN'BGM+220+PO-${id}+9'DTM+137:20260131:102'UNS+S'UNT+5+${id}'`;
    const interchange = (ids: string[]): string =>
      `UNB+UNOA:1+S+R+260131:1200+1'${ids.map(edifact).join('')}UNZ+${ids.length}+1'`;
    const schema = {
      type: 'object',
      properties: { bgm: { type: 'object', properties: { bgm02: { type: 'string' } } } },
    };
    const document = { map: 1, sources: { order: { schema } }, root: { fields: { no: { expr: 'order.bgm.bgm02' } } } };
    const send = (ids: string[]): Promise<TestResponse> =>
      post('/mappings/evaluate', { document, encoded: { order: { format: 'edifact', text: interchange(ids) } } });
    expect((await send(['1'])).json).toMatchObject({ ok: true, output: { no: 'PO-1' } });
    const several = await send(['1', '2']);
    expect([several.status, (several.json as { detail: string }).detail]).toEqual([
      422,
      expect.stringMatching(/one record by its schema, and there are 2/),
    ]);
  });

  test('says which records were left out of the input', async () => {
    const encoded = { order: { format: 'jsonl', text: '{"a":1}\nnonsense\n', options: { badRows: 'reject' } } };
    const { ok, diagnostics } = await evaluate({ document: asGiven, encoded });
    expect(ok).toBe(true);
    expect(diagnostics).toContainEqual(
      expect.objectContaining({
        severity: 'warning',
        code: 'input.rejectedRow',
        message: expect.stringMatching(/line 2/),
      }),
    );
  });

  test('writes other formats by the target schema', async () => {
    const target = { schema: { type: 'array', items: { type: 'object', properties: { b: {}, a: {} } } } };
    const document = {
      map: 1,
      sources: { rows: {} },
      target,
      root: { for: 'rows', as: 'r', fields: { a: { expr: 'r.x' }, b: { expr: 'r.y' } } },
    };
    const input = [{ x: '=1', y: 'é' }];
    const csv = await evaluate({
      document,
      input,
      output: { format: 'csv', options: { lineEnd: '\n', guardFormulas: true } },
    });
    expect(csv.encoded).toEqual({ format: 'csv', text: "b,a\né,'=1\n" });
    const latin = await evaluate({
      document,
      input,
      output: { format: 'csv', options: { encoding: 'iso-8859-1', header: false } },
    });
    expect(Buffer.from(latin.encoded?.base64 ?? '', 'base64').toString('latin1')).toBe('é,=1\r\n');
  });

  test.each([
    ['excel', 'PK', {}],
    [
      'avro',
      'Obj',
      {
        avroSchema: {
          type: 'record',
          name: 'Row',
          fields: [
            { name: 'sku', type: 'string' },
            { name: 'qty', type: 'int' },
          ],
        },
      },
    ],
  ])('writes %s as bytes, and reads them again', async (format, magic, options) => {
    const target = {
      schema: {
        type: 'array',
        items: { type: 'object', properties: { sku: { type: 'string' }, qty: { type: 'integer' } } },
      },
    };
    const document = {
      map: 1,
      sources: { rows: {} },
      target,
      root: { for: 'rows', as: 'r', fields: { sku: { expr: 'r.sku' }, qty: { expr: 'r.qty' } } },
    };
    const rows = [
      { sku: 'Øre ✓', qty: 2 },
      { sku: '007', qty: 3 },
    ];
    const { encoded } = await evaluate({ document, input: rows, output: { format, options } });
    expect(
      Buffer.from(encoded?.base64 ?? '', 'base64')
        .toString('latin1')
        .slice(0, magic.length),
    ).toBe(magic);
    const again = await evaluate({ document, encoded: { rows: { format, base64: encoded?.base64 } } });
    expect(again.output).toEqual(rows);
  });

  test('keeps names and digits of the input', async () => {
    const body = `{"document":{"map":1,"sources":{"o":{}},"root":{"fields":{
      "__proto__":{"expr":"o.\`__proto__\`"},"a.b":{"expr":"o.\`a.b\`"},"id":{"expr":"o.id"}}}},
      "input":{"o":{"__proto__":{"x":1},"a.b":2,"id":9007199254740993}}}`;
    const { text } = await post('/mappings/evaluate', body);
    expect(text).toContain('"output":{"__proto__":{"x":1},"a.b":2,"id":"9007199254740993"}');
    expect('x' in {}).toBe(false);
  });

  test('says which value could not be made, and which record was left out', async () => {
    const document = doc({
      n: { expr: 'NUMBER(order.n)' },
      lines: { for: 'order.lines', as: 'l', fields: { q: { expr: 'NUMBER(l.q)', onError: 'skip' } } },
    });
    const result = await evaluate({ document, input: { n: 'many', lines: [{ q: '1' }, { q: 'x' }] } });
    expect(result).toMatchObject({
      ok: false,
      output: { lines: [{ q: 1 }] },
      problems: [{ path: '/n', rule: '/n', message: expect.stringMatching(/n cannot be worked out/) }],
      rejected: [{ path: '/lines', index: 1, item: { q: 'x' }, problem: { rule: '/lines/q' } }],
      rejectedCount: 1,
    });
  });

  test('takes tables of the request for those of the document', async () => {
    const document = doc({ s: { lookup: 't', key: 'order.s' } }, { lookups: { t: { values: { a: 'old' } } } });
    const lookups = { t: { values: { a: 'new' } } };
    expect((await evaluate({ document, input: { s: 'a' }, lookups })).output).toEqual({ s: 'new' });
    const unknown = await post('/mappings/evaluate', { document, input: {}, lookups: { u: { values: {} } } });
    expect([unknown.status, (unknown.json as { detail: string }).detail]).toEqual([
      422,
      expect.stringMatching(/no lookup table “u”. Its tables are “t”/),
    ]);
  });

  test('stops what does too much work, and answers', async () => {
    const document = {
      map: 1,
      root: { fields: { n: { expr: 'SUM(MAP(SEQUENCE(1000000), x -> SUM(SEQUENCE(1000000))))' } } },
    };
    const { ok, problems } = await evaluate({ document, input: {} });
    expect([ok, problems[0]?.code]).toEqual([false, 'budgetExceeded']);
  });

  test('stops what is little in memory and without end when it is written', async () => {
    const names = Array.from({ length: 40 }, (_, at): [string, string] => [`a${at + 1}`, `[a${at}, a${at}]`]);
    const root = { let: { a0: '[1]', ...Object.fromEntries(names) }, fields: { x: { expr: 'a40' } } };
    const { ok, output, problems } = await evaluate({ document: { map: 1, root }, input: {} });
    expect([ok, output, problems[0]]).toEqual([
      false,
      {},
      expect.objectContaining({ code: 'budgetExceeded', path: '/x', rule: '/x' }),
    ]);
  });

  test('maps large inputs in a thread of its own, with the same result', async () => {
    const document = doc({
      n: { expr: 'COUNT(order.list)' },
      sum: { expr: 'SUM(order.list.v)' },
      own: { expr: 'order.`__proto__`' },
      id: { expr: 'UUID()' },
    });
    const list = Array.from({ length: 20_000 }, (_, at) => ({ v: at, text: 'x'.repeat(50) }));
    const send = (items: unknown[]): Promise<TestResponse> =>
      post(
        '/mappings/evaluate',
        `{"document":${JSON.stringify(document)},"input":{"order":{"list":${JSON.stringify(items)},"__proto__":7}}}`,
      );
    const large = (await send(list)).json as Evaluated;
    expect(large).toMatchObject({ ok: true, output: { n: 20_000, sum: 199_990_000, own: 7 } });
    const small = (await send([])).json as Evaluated;
    expect(small.output).toEqual({ n: 0, sum: 0, own: 7, id: (large.output as { id: string }).id });
  });

  test('gives the same for the same: time is given, chance is derived', async () => {
    const document = doc({ at: { expr: 'NOW()' }, id: { expr: 'UUID()' }, r: { expr: 'RANDOM()' } });
    const request = { document, input: { order: {} }, now: '2026-03-29T01:30:00Z' };
    const first = await evaluate(request);
    expect(first.output).toMatchObject({ at: expect.stringMatching(/^2026-03-29T01:30:00/) });
    expect((await evaluate(request)).output).toEqual(first.output);
  });
});
