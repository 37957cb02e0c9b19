// Schemas of the library over the API: versions, what is read into them, drift and what it breaks.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ownerOfTests } from '../testing/owner-of-tests.ts';
import { errorOf } from '../testing/test-api.ts';
import type { DraftsMoved, SchemaCompared, SchemaImported, SchemaList, SchemaView } from './schema.contract.ts';

const owner = ownerOfTests();
const { mutate, made, read } = owner;
const object = (properties: object, required: string[] = []): object => ({ type: 'object', properties, required });

describe('schema', () => {
  test('is listed by name, page by page, and found by words of its description', async () => {
    for (const name of ['Zebra', 'apple', 'Apfel', 'Birne']) {
      await made('schema.create', { name, schema: {}, description: `all of ${name}`, canonical: name === 'Apfel' });
    }
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const input: object = { limit: 2, ...(cursor === undefined ? {} : { cursor }) };
      const { items, nextCursor } = await read<SchemaList>('schema.list', input);
      seen.push(...items.map((item) => item.name));
      cursor = nextCursor;
    }
    expect(seen.toSorted()).toEqual(['Apfel', 'Birne', 'Zebra', 'apple']);
    const names = async (input: object): Promise<string[]> =>
      (await read<SchemaList>('schema.list', input)).items.map((item) => item.name);
    expect(await names({ search: 'ALL OF B' })).toEqual(['Birne']);
    expect(await names({ search: '%' })).toEqual([]);
    expect(await names({ canonical: true })).toEqual(['Apfel']);
    expect((await owner.api.query('schema.list', { cursor: 'nonsense' }, { cookie: owner.cookie })).status).toBe(400);
  });

  test('is taken with references that lead nowhere, and each is told with its place', async () => {
    const schema = object({ a: { $ref: '#/$defs/Gone' }, list: { type: 'array', items: { $ref: '#/$defs/Round' } } });
    const whole = { ...schema, $defs: { Round: { $ref: '#/$defs/Round' } } };
    const told = [
      {
        severity: 'warning',
        code: 'schema.unknownReference',
        message: expect.stringMatching(
          /^\/properties\/a refers to “#\/\$defs\/Gone”, and there is no such type/,
        ) as string,
        at: { field: '#/properties/a' },
      },
      expect.objectContaining({ code: 'schema.circle', at: { field: '#/$defs/Round' } }),
      expect.objectContaining({ code: 'schema.circle', at: { field: '#/properties/list/items' } }),
    ];
    const created = await made<{ id: string; diagnostics: unknown[] }>('schema.create', {
      name: 'Lost',
      schema: whole,
    });
    expect(created.diagnostics).toEqual(expect.arrayContaining(told));
    expect(created.diagnostics).toHaveLength(3);
    const saved = await made<{ diagnostics: unknown[] }>('schema.saveVersion', { schemaId: created.id, schema });
    expect(saved.diagnostics).toHaveLength(2);
  });

  test('gets versions that stay what they were; the same again makes none', async () => {
    const first = object({ id: { type: 'string', 'x-synonyms': ['number'] }, __proto__: {} });
    const { id: schemaId } = await made<{ id: string }>('schema.create', { name: 'Order', schema: first });
    const second = object({ id: { type: 'integer' } });
    const saved = await made('schema.saveVersion', { schemaId, baseVersion: 1, schema: second, note: 'numbers now' });
    expect(saved).toEqual({ number: 2, ref: 'Order@2', unchanged: false, diagnostics: [] });
    expect(await made('schema.saveVersion', { schemaId, schema: second })).toEqual({
      number: 2,
      ref: 'Order@2',
      unchanged: true,
      diagnostics: [],
    });
    const stale = await mutate('schema.saveVersion', { schemaId, baseVersion: 1, schema: {} });
    expect([stale.status, errorOf(stale).userMessage]).toEqual([409, expect.stringMatching(/stands at version 2/)]);
    expect(await read('schema.get', { schemaId, version: 1 })).toMatchObject({
      ref: 'Order@1',
      schema: first,
      latest: 2,
    });
    expect(await read('schema.get', { schemaId })).toMatchObject({
      ref: 'Order@2',
      schema: second,
      version: { number: 2, note: 'numbers now', createdBy: expect.any(String), origin: { format: 'manual' } },
    });
    expect((await owner.api.query('schema.get', { schemaId, version: 3 }, { cookie: owner.cookie })).status).toBe(404);
    const { items } = await read<{ items: { number: number }[] }>('schema.versions', { schemaId });
    expect(items.map((item) => item.number)).toEqual([2, 1]);
  });

  test('keeps how it came in, with the hash of its source', async () => {
    const text = '{"title":"Article","type":"object","properties":{"sku":{"type":"string"}}}';
    const { schemas, format } = await made<SchemaImported>('schema.import', { text, fileName: 'article.schema.json' });
    const sourceHash = createHash('sha256').update(text).digest('hex');
    const origin = { format: 'json-schema', file: 'article.schema.json', type: 'Article', sourceHash };
    expect([format, schemas]).toEqual([
      'json-schema',
      [{ name: 'Article', schema: JSON.parse(text), fields: 1, origin }],
    ]);
    const created = await made<{ id: string }>('schema.create', { name: 'Article', ...schemas[0], fields: undefined });
    const view = await read<SchemaView>('schema.get', { schemaId: created.id });
    expect(view.version.origin).toEqual(origin);
    const [row] = await owner.api.database.query<{ hash: string }>(
      `SELECT encode(source_hash, 'hex') AS hash FROM data_schema_version WHERE schema_id = $1`,
      [created.id],
    );
    expect(row?.hash).toBe(sourceHash);
  });
});

describe('schema.importTable', () => {
  const connect = async (connectorId: string, settings: object, secrets: object): Promise<string> =>
    (await made<{ id: string }>('connection.create', { connectorId, name: connectorId, settings, secrets })).id;

  test('reads a table as the database describes it now', async () => {
    const { hostname, port, username, password, pathname } = new URL(owner.api.database.url);
    const settings = { host: hostname, port: Number(port), database: pathname.slice(1), user: username, tls: 'off' };
    const connectionId = await connect('postgres', settings, { password: decodeURIComponent(password) });
    await owner.api.database.query(
      `CREATE TABLE shop (id int PRIMARY KEY, sku varchar(20) NOT NULL, "we""ird" timestamptz, tags text[])`,
    );
    const read = await made<SchemaImported>('schema.importTable', { connectionId, table: 'public.shop' });
    expect(read).toMatchObject({
      format: 'sql',
      schemas: [
        {
          name: 'public.shop',
          fields: 4,
          origin: { format: 'sql', file: 'postgres', type: 'public.shop' },
          schema: {
            required: ['id', 'sku'],
            properties: {
              id: { type: 'integer' },
              sku: { type: 'string', maxLength: 20 },
              'we"ird': { type: ['string', 'null'], format: 'date-time' },
              tags: { type: ['array', 'null'], items: { type: 'string' } },
            },
          },
        },
      ],
    });
    const nothing = await mutate('schema.importTable', { connectionId, table: 'public.nothing' });
    expect([nothing.status, errorOf(nothing).userMessage]).toEqual([404, expect.stringMatching(/public\.nothing/)]);
  });

  test('refuses connections of other kinds', async () => {
    const connectionId = await connect('webhook', {}, { secret: 'a-secret-of-16-chars' });
    const refused = await mutate('schema.importTable', { connectionId, table: 'x' });
    expect([refused.status, errorOf(refused).userMessage]).toEqual([422, expect.stringMatching(/PostgreSQL/)]);
  });
});

describe('schema.compare', () => {
  test('says what changed and which rules of which mappings and flows break by it', async () => {
    const before = object({ number: { type: 'string' }, total: { type: 'number' }, note: { type: 'string' } }, [
      'number',
    ]);
    const after = object({ orderNumber: { type: 'string' }, total: { type: 'string' }, note: { type: 'string' } });
    const { id: schemaId } = await made<{ id: string }>('schema.create', { name: 'Shop', schema: before });
    const document = {
      map: 1,
      sources: { shop: { schema: 'Shop@1' } },
      target: { schema: object({ no: { type: 'string' }, sum: { type: 'number' }, note: { type: 'string' } }) },
      root: { fields: { no: { expr: 'shop.number' }, sum: { expr: 'shop.total' }, note: { expr: 'shop.note' } } },
    };
    await made('mapping.create', { name: 'From the shop', document });
    const node = { id: 'm', name: 'm', label: 'M', position: { x: 0, y: 0 }, kind: 'map' };
    const flowMapping = { ...document, sources: { shop: { schema: 'Shop@1', from: 'trigger.body' } } };
    const flow = {
      schemaVersion: 1,
      name: 'Shop flow',
      nodes: [{ ...node, mapping: flowMapping }],
      edges: [],
      slots: [],
      settings: { level: 'durable', replyTimeoutMs: 1_000 },
      notes: [],
    };
    await made('flow.create', { name: 'Shop flow', document: flow });
    const compared = await made<SchemaCompared>('schema.compare', { schemaId, schema: after });
    expect(compared.changes.map(({ kind, path, severity }) => [kind, path, severity])).toEqual([
      ['removed', '/number', 'breaking'],
      ['type', '/total', 'breaking'],
      ['added', '/orderNumber', 'compatible'],
    ]);
    expect(compared.relinks).toMatchObject([{ from: '/number', to: '/orderNumber' }]);
    expect(compared.impact.map(({ kind, name, where, places }) => [kind, name, where, places])).toEqual([
      ['flow', 'Shop flow', 'draft', ['m: mapping#source.shop']],
      ['mapping', 'From the shop', 'draft', ['mapping#source.shop']],
    ]);
    for (const { broken, kind } of compared.impact) {
      expect(broken.map((one) => [one.at.field, one.at.nodeId])).toEqual(
        ['mapping/no', 'mapping/sum'].map((field) => [field, kind === 'flow' ? 'm' : undefined]),
      );
    }
    const { uses } = await read<{ uses: unknown[] }>('schema.usedBy', { schemaId });
    expect(uses).toHaveLength(2);
    expect((await mutate('schema.delete', { schemaId })).status).toBe(409);
    expect((await mutate('schema.compare', { schemaId })).status).toBe(400);
  });
});

describe('schema.moveDrafts', () => {
  const before = object({ number: { type: 'string' }, total: { type: 'number' }, note: { type: 'string' } });
  const after = object({ orderNumber: { type: 'string' }, total: { type: 'number' } });
  const mapping = (from?: string): object => ({
    map: 1,
    sources: { shop: { schema: 'Move@1', ...(from === undefined ? {} : { from }) } },
    root: { fields: { no: { expr: 'shop.number' }, note: { expr: 'shop.note' } } },
  });
  const base = { schemaVersion: 1, edges: [], slots: [], notes: [] };
  const settings = { level: 'durable', replyTimeoutMs: 1_000 };
  const at = { position: { x: 0, y: 0 } };

  test('moves drafts of mappings and of flows, their steps and their structured inputs, and leaves the rest red', async () => {
    const { id: schemaId } = await made<{ id: string }>('schema.create', { name: 'Move', schema: before });
    const { id: mappingId } = await made<{ id: string }>('mapping.create', { name: 'Moves', document: mapping() });
    const nodes = [
      { id: 'm', name: 'm', label: 'Reshape', ...at, kind: 'map', mapping: mapping('trigger.body') },
      {
        id: 'h',
        name: 'h',
        label: 'Send',
        ...at,
        kind: 'action',
        operation: 'http.request',
        input: { body: { mode: 'mapping', mapping: mapping('trigger.body') } },
      },
    ];
    const document = { ...base, name: 'Moves too', nodes, settings };
    const { id: flowId, revision } = await made<{ id: string; revision: number }>('flow.create', {
      name: 'Moves too',
      document,
    });
    await made('schema.saveVersion', { schemaId, baseVersion: 1, schema: after });
    const wanted = {
      schemaId,
      from: 1,
      links: [{ from: '/number', to: '/orderNumber' }],
      drafts: [
        { kind: 'mapping', id: mappingId },
        { kind: 'flow', id: flowId },
        { kind: 'flow', id: schemaId },
      ],
    };
    const { drafts } = await made<DraftsMoved>('schema.moveDrafts', wanted);
    expect(drafts.map(({ name, refusal }) => [name, refusal])).toEqual([
      ['Moves', null],
      ['Moves too', null],
      [null, expect.stringMatching(/nothing with this id/)],
    ]);
    expect(drafts[0]?.left).toBeGreaterThan(0);
    expect(drafts[1]?.said).toEqual([expect.stringMatching(/^Send: /), expect.stringMatching(/^Reshape: /)]);
    const moved = {
      sources: { shop: { schema: 'Move@2' } },
      root: { fields: { no: { expr: 'shop.orderNumber' }, note: { expr: 'shop.note' } } },
    };
    expect(await read('mapping.get', { mappingId })).toMatchObject({ document: moved });
    const flow = await read<{ document: { nodes: unknown[] }; revision: number; diagnostics: unknown[] }>('flow.get', {
      flowId,
    });
    expect(flow.document.nodes).toMatchObject([{ input: { body: { mapping: moved } } }, { mapping: moved }]);
    // One edit of the flow, which one undo takes back; what is broken is told.
    expect(flow.revision).toBe(revision + 1);
    expect(JSON.stringify(flow.diagnostics)).toMatch(/note/);
    const again = await made<DraftsMoved>('schema.moveDrafts', wanted);
    expect(again.drafts.map(({ refusal }) => refusal)).toEqual([
      expect.stringMatching(/does not use Move@1/),
      expect.stringMatching(/does not use Move@1/),
      expect.stringMatching(/nothing with this id/),
    ]);
  });

  test('refuses versions that are not there', async () => {
    const { id: schemaId } = await made<{ id: string }>('schema.create', { name: 'Move none', schema: before });
    const refused = await mutate('schema.moveDrafts', {
      schemaId,
      from: 1,
      to: 7,
      drafts: [{ kind: 'flow', id: schemaId }],
    });
    expect([refused.status, errorOf(refused).userMessage]).toEqual([404, expect.stringMatching(/no version 7/)]);
  });
});

describe('schema.infer', () => {
  test('unites samples, and reads them from text', async () => {
    const samples = [{ a: 1, at: '2026-01-01' }, { a: null }, { a: 2.5, at: '2026-02-01' }];
    const inferred = await made<{ schema: object; samples: number }>('schema.infer', { samples });
    expect(inferred).toMatchObject({
      samples: 3,
      schema: { properties: { a: { type: ['null', 'number'] }, at: { format: 'date' } }, required: ['a'] },
    });
    const text = samples.map((sample) => JSON.stringify(sample)).join('\n');
    expect(await made('schema.infer', { encoded: { format: 'jsonl', text } })).toEqual(inferred);
  });
});

test('every change is in the audit', async () => {
  const { items } = await read<{ items: { action: string; after: string | null }[] }>('audit.list', { limit: 200 });
  const actions = items.map((item) => item.action);
  expect(actions).toEqual(expect.arrayContaining(['schema.create', 'schema.saveVersion']));
});
