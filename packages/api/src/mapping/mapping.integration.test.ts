// Mappings of the library over the API: drafts that nobody loses, versions that never change, who uses what.
import { describe, expect, test } from 'vitest';
import { ownerOfTests } from '../testing/owner-of-tests.ts';
import { errorOf } from '../testing/test-api.ts';
import type {
  MappingDiff,
  MappingList,
  MappingPublished,
  MappingVersionView,
  MappingView,
} from './mapping.contract.ts';

const owner = ownerOfTests();
const { mutate, made, read } = owner;
const idOf = async (procedure: string, input: unknown): Promise<string> =>
  (await made<{ id: string }>(procedure, input)).id;

const doc = (fields: object, rest: object = {}): object => ({
  map: 1,
  sources: { order: {} },
  ...rest,
  root: { fields },
});

test('those with a version are listed by themselves, page by page, among 450', async () => {
  // Every ninth is published; the last changed ones, which come first, are drafts alone.
  await owner.api.database.query(`
    INSERT INTO mapping (id, workspace_id, name, draft, latest, created_by, updated_by, updated_at)
    SELECT gen_random_uuid(), workspace.id, 'Listed ' || at, '{}', CASE WHEN at % 9 = 0 AND at < 400 THEN 1 ELSE 0 END,
           'test', 'test', now() + at * interval '1 second'
      FROM workspace, generate_series(0, 449) AS at`);
  const all = async (input: object): Promise<string[]> => {
    const names: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const asked: object = { search: 'listed ', limit: 20, ...input, ...(cursor === undefined ? {} : { cursor }) };
      const { items, nextCursor } = await read<MappingList>('mapping.list', asked);
      // A page is full as long as another one follows.
      if (nextCursor !== null) expect(items).toHaveLength(20);
      names.push(...items.map(({ name }) => name));
      cursor = nextCursor;
    }
    return names;
  };
  const latestFirst = Array.from({ length: 450 }, (_, at) => 449 - at);
  const isPublished = (at: number): boolean => at % 9 === 0 && at < 400;
  const names = (which: readonly number[]): string[] => which.map((at) => `Listed ${at}`);
  expect(await all({})).toEqual(names(latestFirst));
  expect(await all({ published: true })).toEqual(names(latestFirst.filter(isPublished)));
  expect(await all({ published: false })).toEqual(names(latestFirst.filter((at) => !isPublished(at))));
});

describe('a draft', () => {
  test('is saved on top of what its author saw, and a stale one is handed the newer', async () => {
    const mappingId = await idOf('mapping.create', { name: 'Drafty', document: doc({ a: { const: 1 } }) });
    const mine = doc({ a: { const: 2 } });
    expect(await made('mapping.saveDraft', { mappingId, revision: 0, document: mine })).toMatchObject({ revision: 1 });
    // The answer was lost, so the same is sent again.
    expect(await made('mapping.saveDraft', { mappingId, revision: 0, document: mine })).toMatchObject({ revision: 1 });
    const stale = await mutate('mapping.saveDraft', { mappingId, revision: 0, document: doc({ a: { const: 3 } }) });
    expect([stale.status, errorOf(stale).details]).toEqual([
      409,
      expect.objectContaining({ revision: 1, document: mine, updatedBy: expect.any(String) }),
    ]);
    expect(errorOf(stale).userMessage).toMatch(/revision 1, you saw 0/);
    const { document, revision } = await read<MappingView>('mapping.get', { mappingId });
    expect([document, revision]).toEqual([mine, 1]);
  });

  test('of two who save at once, one is told', async () => {
    const mappingId = await idOf('mapping.create', { name: 'Contended' });
    const answers = await Promise.all(
      [1, 2, 3].map((at) =>
        mutate('mapping.saveDraft', { mappingId, revision: 0, document: doc({ a: { const: at } }) }),
      ),
    );
    expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 409, 409]);
  });

  test('keeps every name that a payload may have, and every digit', async () => {
    const fields = JSON.parse(
      '{"__proto__":{"const":1},"constructor":{"const":2},"a.b":{"const":"9007199254740993"},"":{"const":"\\u0000"},"`":{"fields":{"__proto__":{"const":null}}}}',
    ) as object;
    const document = doc(fields);
    const mappingId = await idOf('mapping.create', { name: 'Hostile names', document });
    const { document: back } = await read<MappingView>('mapping.get', { mappingId });
    expect(JSON.stringify(back)).toBe(JSON.stringify(document));
  });

  test('may be wrong: what is wrong is said, and saved all the same', async () => {
    const mappingId = await idOf('mapping.create', { name: 'Wrong' });
    const document = doc({ a: { expr: 'order.' } }, { target: { schema: 'Nowhere@7' } });
    const { diagnostics } = await made<{ diagnostics: { code: string; message: string }[] }>('mapping.saveDraft', {
      mappingId,
      revision: 0,
      document,
    });
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual(
      expect.arrayContaining(['mapping.missingSchema', 'expression.syntax']),
    );
    expect(diagnostics.map((diagnostic) => diagnostic.message).join(' ')).toMatch(/no schema “Nowhere@7”/);
  });
});

describe('a version', () => {
  test('is refused while the draft has errors or failing tests, and carries what it uses', async () => {
    const mappingId = await idOf('mapping.create', { name: 'Invoice' });
    await idOf('schema.create', {
      name: 'InvoiceShape',
      schema: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } },
    });
    await idOf('lookup.create', { name: 'States', table: { values: { N: 'NEW' } } });
    const rest = {
      target: { schema: 'InvoiceShape@1' },
      lookups: { states: { table: 'States@1', default: 'OTHER' } },
    };
    const fields = { id: { expr: 'order.id' }, state: { lookup: 'states', key: 'order.state' } };
    const sample = (out: unknown) => ({ samples: [{ name: 'one', in: { order: { id: 'A', state: 'N' } }, out }] });

    await made('mapping.saveDraft', { mappingId, revision: 0, document: doc({ state: fields.state }, rest) });
    const unmapped = await mutate('mapping.publishVersion', { mappingId });
    expect([unmapped.status, errorOf(unmapped).userMessage]).toEqual([422, expect.stringMatching(/\/id is required/)]);

    await made('mapping.saveDraft', {
      mappingId,
      revision: 1,
      document: doc(fields, { ...rest, ...sample({ id: 'B' }) }),
    });
    const failed = await mutate('mapping.publishVersion', { mappingId });
    expect(failed.status).toBe(422);
    expect(errorOf(failed).userMessage).toMatch(/test “one” failed/);
    expect(errorOf(failed).details?.['tests']).toMatchObject({
      failed: 1,
      results: [
        {
          differences: [
            { path: '/id', expected: 'B', actual: 'A' },
            { path: '/state', actual: 'NEW' },
          ],
        },
      ],
    });

    const whole = doc(fields, { ...rest, ...sample({ state: 'NEW', id: 'A' }) });
    await made('mapping.saveDraft', { mappingId, revision: 2, document: whole });
    expect((await mutate('mapping.publishVersion', { mappingId, revision: 2 })).status).toBe(409);
    const published = await made<MappingPublished>('mapping.publishVersion', { mappingId, revision: 3, note: 'first' });
    expect(published).toMatchObject({ number: 1, ref: 'Invoice@1', tests: { passed: 1, failed: 0 } });
    const version = await read<MappingVersionView>('mapping.version', { mappingId, number: 1 });
    expect(version).toMatchObject({ note: 'first', document: whole });
    expect(version.document.bundle).toEqual({
      schemas: { 'InvoiceShape@1': { type: 'object', required: ['id'], properties: { id: { type: 'string' } } } },
      lookups: { 'States@1': { values: { N: 'NEW' } } },
    });
    expect(await read<MappingView>('mapping.get', { mappingId })).toMatchObject({ latest: 1, hasChanges: false });
  });

  test('stays what it was when the table it uses gets another version', async () => {
    const run = (mapping: string) =>
      made<{ output: unknown }>('mapping.evaluate', { mapping, input: { id: 'A', state: 'N' } });
    const table = (await read<{ items: { id: string; name: string }[] }>('lookup.list', {})).items.find(
      (item) => item.name === 'States',
    );
    await made('lookup.saveVersion', { lookupId: table?.id, table: { values: { N: 'BRAND NEW' } } });
    expect((await run('Invoice@1')).output).toEqual({ id: 'A', state: 'NEW' });
    const { items } = await read<{ items: { id: string; name: string }[] }>('mapping.list', { search: 'invoi' });
    const mappingId = items[0]?.id;
    const { document, revision } = await read<MappingView>('mapping.get', { mappingId });
    const next = { ...document, lookups: { states: { table: 'States@2' } }, samples: [] };
    await made('mapping.saveDraft', { mappingId, revision, document: next });
    await made('mapping.publishVersion', { mappingId });
    expect((await run('Invoice@1')).output).toEqual({ id: 'A', state: 'NEW' });
    expect((await run('Invoice@2')).output).toEqual({ id: 'A', state: 'BRAND NEW' });
    expect((await run('Invoice')).output).toEqual({ id: 'A', state: 'BRAND NEW' });
    const diff = await read<MappingDiff>('mapping.diff', { mappingId, from: 1, to: 2 });
    expect(diff.changes.map(({ change, part, path }) => [change, part, path])).toEqual([
      ['changed', 'lookup', 'states'],
      ['removed', 'sample', 'one'],
    ]);
  });

  test('that does not exist is said so', async () => {
    for (const [mapping, says] of [
      ['Invoice@99', /no version 99; the newest is 2/],
      ['Nobody@1', /no mapping “Nobody”/],
      ['Drafty', /no version yet/],
    ] as const) {
      const answer = await mutate('mapping.evaluate', { mapping, input: {} });
      expect([answer.status, errorOf(answer).userMessage]).toEqual([404, expect.stringMatching(says)]);
    }
  });
});

describe('use', () => {
  test('by flows and mappings is listed, and refuses deleting and renaming', async () => {
    const mappingId = await idOf('mapping.create', {
      name: 'Address',
      document: doc({ city: { expr: 'order.city' } }),
    });
    await made('mapping.publishVersion', { mappingId });
    const users = doc({ ship: { map: 'Address@1', with: 'order.ship' } });
    const userId = await idOf('mapping.create', { name: 'Uses Address', document: users });
    await made('mapping.publishVersion', { mappingId: userId });
    const { uses } = await read<{ uses: unknown[] }>('mapping.usedBy', { mappingId });
    expect(uses).toMatchObject([
      { kind: 'mapping', name: 'Uses Address', where: 'draft', ref: 'Address@1', places: ['mapping/ship'] },
      { kind: 'mapping', name: 'Uses Address', where: 'version', ref: 'Address@1', places: ['mapping/ship'] },
    ]);
    for (const [procedure, input] of [
      ['mapping.delete', { mappingId }],
      ['mapping.update', { mappingId, name: 'Adresse' }],
    ] as const) {
      const refused = await mutate(procedure, input);
      expect([refused.status, errorOf(refused).userMessage]).toEqual([
        409,
        expect.stringMatching(/mapping “Uses Address” uses it/),
      ]);
      expect(errorOf(refused).details?.['uses']).toEqual(uses);
    }
    expect((await mutate('mapping.update', { mappingId, description: 'Where it goes' })).status).toBe(200);
    expect(
      await made('mapping.evaluate', { mapping: 'Uses Address@1', input: { order: { ship: { city: 'Bonn' } } } }),
    ).toMatchObject({ ok: true, output: { ship: { city: 'Bonn' } } });
    expect((await mutate('mapping.delete', { mappingId: userId })).status).toBe(200);
    expect((await mutate('mapping.delete', { mappingId })).status).toBe(200);
    expect((await owner.api.query('mapping.get', { mappingId }, { cookie: owner.cookie })).status).toBe(404);
  });

  test('a name that stands inside another is no use of it', async () => {
    const mappingId = await idOf('mapping.create', { name: 'Add', document: doc({ a: { const: 1 } }) });
    await made('mapping.publishVersion', { mappingId });
    await idOf('mapping.create', { name: 'Note', document: doc({ a: { const: '"Add@1"', note: 'see "Add@1"' } }) });
    await idOf('mapping.create', { name: 'Madd', document: doc({ a: { map: 'M Add@1', with: 'order' } }) });
    expect(await read('mapping.usedBy', { mappingId })).toEqual({ uses: [] });
  });
});

test('a name is taken once, whatever its case', async () => {
  await idOf('mapping.create', { name: 'Twice' });
  const again = await mutate('mapping.create', { name: 'twice' });
  expect([again.status, errorOf(again).userMessage]).toEqual([
    409,
    expect.stringMatching(/mapping named “twice” already/),
  ]);
  for (const name of ['', ' ', 'a@b', '@1', 'x'.repeat(121), 'nul\u0000', 'line\nbreak']) {
    expect([name, (await mutate('mapping.create', { name })).status]).toEqual([name, 400]);
  }
});

test('what people say about pairs is kept, and known to suggestions', async () => {
  const pair = { source: { schema: '', path: '/zzz' }, target: { schema: '', path: '/qqq' } };
  const ask = {
    sources: { order: { type: 'object', properties: { zzz: { type: 'string' }, other: { type: 'string' } } } },
    target: { type: 'object', properties: { qqq: { type: 'string' } } },
  };
  const suggest = () =>
    made<{ suggestions: { source: string; band: string; reasons: { kind: string }[] }[] }>('mapping.suggest', ask);
  expect((await suggest()).suggestions.filter((one) => one.source === 'order/zzz')).toEqual([]);
  expect((await mutate('mapping.remember', { pairs: [{ ...pair, verdict: 'confirmed' }] })).status).toBe(200);
  const [first] = (await suggest()).suggestions;
  expect(first).toMatchObject({ source: 'order/zzz' });
  expect(first?.reasons.map((reason) => reason.kind)).toContain('memory');
  expect(await read('mapping.memory', {})).toMatchObject({ pairs: [{ ...pair, confirmed: 1, rejected: 0 }] });
  const say = (verdict: string) => mutate('mapping.remember', { pairs: [{ ...pair, verdict }] });
  expect((await say('withdrawn')).status).toBe(200);
  expect(await read('mapping.memory', {})).toEqual({ pairs: [] });
  expect((await say('confirmed')).status).toBe(200);
  expect(await made('mapping.forget', { pairs: [pair] })).toEqual({ forgotten: 1 });
  expect((await suggest()).suggestions).toEqual([]);
});

test('every change is in the audit, in the order of the changes', async () => {
  const { items } = await read<{ items: { action: string }[] }>('audit.list', { limit: 200 });
  const actions = new Set(items.map((item) => item.action));
  for (const action of ['create', 'saveDraft', 'publishVersion', 'update', 'delete', 'remember', 'forget']) {
    expect(actions).toContain(`mapping.${action}`);
  }
  expect(await read('audit.verify', undefined)).toMatchObject({ ok: true });
});
