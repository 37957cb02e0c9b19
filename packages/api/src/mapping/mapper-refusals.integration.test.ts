// What the mapper's routes refuse, and how: a problem document with the right status and a sentence that says what to do.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApi, TestResponse } from '../testing/test-api.ts';
import { openTestApi } from '../testing/test-api.ts';
import type { Checked, Suggested } from './mapper.contract.ts';

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
const doc = (fields: object, rest: object = {}): object => ({
  map: 1,
  sources: { order: {} },
  ...rest,
  root: { fields },
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
    ['a source without a name', '/mappings/suggest', { sources: { '': {} }, target: {} }, 400, /A source has no name/],
    ['a schema without a name', '/mappings/suggest', { sources: { a: '' }, target: {} }, 400, /name and a version/],
    ['a target without a name', '/mappings/suggest', { sources: { a: {} }, target: '' }, 400, /name and a version/],
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
      'a text for nobody',
      '/mappings/evaluate',
      {
        document: { map: 1, sources: { a: {}, b: {} }, root: { fields: {} } },
        encodedInput: { format: 'json', text: '1' },
      },
      400,
      /fills the one source.*Use “encoded”/,
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
