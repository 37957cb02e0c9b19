// The mapper over REST, as other tools drive it: a document and an input in, an output out; what is wrong is a problem document.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApi, TestResponse } from '../testing/test-api.ts';
import { openTestApi } from '../testing/test-api.ts';
import { compareExample, createExample, importExample, inferExample } from '../schema/schema.examples.ts';
import * as lookupExamples from '../lookup/lookup.examples.ts';
import type { Checked, Evaluated, Suggested, TestsRun } from './mapper.contract.ts';
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

interface Refusal {
  readonly title: string;
  readonly detail: string;
  readonly code: string;
}

describe('bad input', () => {
  const document = doc({ id: { expr: 'order.id' } });
  const cases: [what: string, path: string, body: unknown, status: number, says: RegExp][] = [
    ['no mapping', '/mappings/evaluate', { input: {} }, 400, /exactly one of “document” and “mapping”/],
    ['two mappings', '/mappings/evaluate', { document, mapping: 'A@1', input: {} }, 400, /exactly one/],
    ['no input', '/mappings/evaluate', { document }, 400, /Send “input”/],
    [
      'another version of the format',
      '/mappings/evaluate',
      { document: { map: 2, root: { fields: {} } } },
      400,
      /document/,
    ],
    ['an unknown part', '/mappings/evaluate', { document: { ...document, extra: 1 }, input: {} }, 400, /extra/],
    [
      'a list for several sources',
      '/mappings/evaluate',
      { document: { map: 1, sources: { a: {}, b: {} }, root: { fields: {} } }, input: [] },
      422,
      /“a”, “b”/,
    ],
    [
      'an unknown format',
      '/mappings/evaluate',
      { document, encoded: { order: { format: 'cobol', text: '' } } },
      422,
      /“cobol” is not known/,
    ],
    [
      'text and bytes',
      '/mappings/evaluate',
      { document, encoded: { order: { format: 'json', text: '', base64: '' } } },
      400,
      /exactly one/,
    ],
    [
      'half of a JSON',
      '/mappings/evaluate',
      { document, encoded: { order: { format: 'json', text: '{"id":' } } },
      422,
      /source “order” cannot be read.*line 1/,
    ],
    [
      'an unknown source',
      '/mappings/evaluate',
      { document, encoded: { ordre: { format: 'json', text: '1' } } },
      422,
      /no source “ordre”. Its sources are “order”/,
    ],
    [
      'an option that is none',
      '/mappings/evaluate',
      { document, encoded: { order: { format: 'json', base64: 'e30=', options: { encoding: 'klingon' } } } },
      400,
      /encoding/,
    ],
    ['an unknown schema', '/mappings/suggest', { sources: { a: 'Nope@3' }, target: {} }, 422, /no schema “Nope@3”/],
    ['a mapping of nobody', '/mappings/check', { mapping: 'Nope' }, 404, /no mapping “Nope”/],
    ['a schema that is none', '/schemas', { name: 'S', schema: { type: 'strnig' } }, 400, /schema.type/],
    ['a list for a schema', '/schemas/import', { text: '[1' }, 422, /cannot be read/],
    ['nothing to import', '/schemas/import', {}, 400, /either as “text” or as “base64”/],
    [
      'a table twice',
      '/lookups',
      { name: 'T', table: { values: {} }, csv: { text: 'a,b' } },
      400,
      /Give the table once/,
    ],
    [
      'a key twice',
      '/lookups',
      { name: 'T', csv: { text: 'k,v\na,1\na,2\n' } },
      422,
      /key “a” stands there twice.*row 3/,
    ],
    ['ragged rows', '/lookups', { name: 'T', csv: { text: 'k,v\na,1,2\n' } }, 422, /row has 3 fields/],
    [
      'no such column',
      '/lookups',
      { name: 'T', csv: { text: 'k,v\n', key: 'x' } },
      422,
      /no column “x”. Its columns are “k”, “v”/,
    ],
    ['half of the body', '/mappings/evaluate', '{"document":', 400, /not valid JSON.*line 1/],
    [
      'a tower of brackets',
      '/mappings/evaluate',
      `{"input":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
      400,
      /200 levels/,
    ],
    [
      'a tower of brackets',
      '/mappings/suggest',
      `{"target":${'{"items":'.repeat(5_000)}1${'}'.repeat(5_000)}}`,
      400,
      /200 levels/,
    ],
  ];
  test.each(cases)('%s at %s is refused with a reason', async (_what, path, body, status, says) => {
    const answer = await post(path, body);
    const problem = answer.json as Refusal;
    expect([answer.status, problem.detail]).toEqual([status, expect.stringMatching(says)]);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  });

  test('50 MB are refused before they are read', async () => {
    const answer = await post('/mappings/evaluate', `{"input":"${'x'.repeat(50_000_000)}`);
    expect([answer.status, (answer.json as Refusal).code]).toEqual([413, 'tooLarge']);
  });

  test('documents beyond their size are refused with what to do', async () => {
    const long = doc({ note: { const: 'x'.repeat(5_100_000) } });
    const answer = await post('/mappings', { name: 'Huge', document: long });
    expect([answer.status, (answer.json as Refusal).detail]).toEqual([413, expect.stringMatching(/5 MB is the most/)]);
    const wide = { properties: Object.fromEntries(Array.from({ length: 50_001 }, (_, at) => [`f${at}`, {}])) };
    const refused = await post('/schemas', { name: 'Wide', schema: wide });
    expect([refused.status, (refused.json as Refusal).detail]).toEqual([422, expect.stringMatching(/50001 fields/)]);
  });

  test('a schema that goes round in a circle is taken, shown, checked and suggested for', async () => {
    const tree = {
      $ref: '#/$defs/node',
      $defs: {
        node: {
          type: 'object',
          properties: {
            name: { type: 'string' },
            kids: { type: 'array', items: { $ref: '#/$defs/node' } },
            self: { $ref: '#/$defs/node' },
          },
        },
      },
    };
    const created = await post('/schemas', { name: 'Tree', schema: tree });
    expect(created.status).toBe(201);
    const { id } = created.json as { id: string };
    const shown = await api.send('GET', `/api/v1/schemas/${id}`, { apiKey });
    expect(shown.json).toMatchObject({ ref: 'Tree@1', schema: tree });
    expect(
      (await post(`/schemas/${id}/compare`, { schema: { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/a' } } } }))
        .status,
    ).toBe(200);
    const checked = await post('/mappings/check', {
      document: {
        map: 1,
        sources: { tree: { schema: 'Tree@1' } },
        target: { schema: 'Tree@1' },
        root: { fields: { name: { expr: 'tree.self.self.nme' } } },
      },
    });
    expect((checked.json as Checked).diagnostics.map((one) => one.code)).toContain('expression.unknownField');
    const suggested = await post('/mappings/suggest', { sources: { tree: 'Tree@1' }, target: 'Tree@1' });
    expect((suggested.json as Suggested).suggestions.map((one) => one.path)).toContain('/name');
  });
});
