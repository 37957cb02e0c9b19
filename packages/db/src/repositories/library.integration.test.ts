// The tables of the library on a real database: names, versions that never change, and what another workspace sees of them.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../client/index.ts';
import { openDatabase } from '../client/index.ts';
import type { TestDatabase } from '../testing/index.ts';
import { testDatabase } from '../testing/index.ts';
import {
  findLibraryDocuments,
  findMappingByName,
  forgetPairs,
  insertLookupTable,
  insertLookupVersion,
  insertMapping,
  insertSchema,
  insertSchemaVersion,
  insertSynonymGroup,
  libraryNameTaken,
  listLatestDocuments,
  listMemory,
  listSchemas,
  listSynonymGroups,
  lockLibraryItem,
  markLibraryItemDeleted,
  rememberPairs,
} from './index.ts';

const own = randomUUID();
const other = randomUUID();
let db: TestDatabase;
let app: Database;

beforeAll(async () => {
  db = await testDatabase();
  app = openDatabase({ url: db.url, role: 'app', max: 4 });
});
afterAll(async () => {
  await app.close();
  await db[Symbol.asyncDispose]();
});

const schema = (workspaceId: string, name: string, documents: readonly string[]): Promise<string> =>
  app.inWorkspace(workspaceId, async (tx) => {
    const id = randomUUID();
    await insertSchema(tx, { id, workspaceId, name, description: '', canonical: false, createdBy: 'ada' });
    for (const [at, document] of documents.entries()) {
      const version = { schemaId: id, workspaceId, number: at + 1, document, note: '', origin: '{}', sourceHash: null };
      await insertSchemaVersion(tx, { ...version, createdBy: 'Ada' });
    }
    return id;
  });

describe('names', () => {
  test('are unique among the living, whatever their case, and become free again', async () => {
    const id = await schema(own, 'Customer', ['{}']);
    const place = { workspaceId: own, kind: 'schema' } as const;
    const taken = (name: string, exceptId: string | null = null): Promise<boolean> =>
      app.inWorkspace(own, (tx) => libraryNameTaken(tx, place, { name, exceptId }));
    expect(await taken('CUSTOMER')).toBe(true);
    expect(await taken('Customer', id)).toBe(false);
    expect(await taken('Customers')).toBe(false);
    await expect(schema(own, 'customer', ['{}'])).rejects.toThrow();
    await app.inWorkspace(own, (tx) => markLibraryItemDeleted(tx, place, id));
    expect(await taken('customer')).toBe(false);
    expect(await app.inWorkspace(own, (tx) => lockLibraryItem(tx, place, id))).toBe(false);
    await schema(own, 'customer', ['{"title":"new"}']);
    const found = await app.inWorkspace(own, (tx) =>
      findLibraryDocuments(tx, place, [
        { name: 'customer', number: 1 },
        { name: 'Customer', number: 1 },
      ]),
    );
    expect(found.map(({ name, document }) => [name, document])).toEqual([['customer', '{"title":"new"}']]);
  });

  test('two at the same moment are not both taken', async () => {
    const place = { workspaceId: own, kind: 'schema' } as const;
    const take = (): Promise<boolean> =>
      app.inWorkspace(own, async (tx) => {
        if (await libraryNameTaken(tx, place, { name: 'Race', exceptId: null })) return false;
        const row = { id: randomUUID(), workspaceId: own, name: 'Race', description: '', canonical: false };
        await insertSchema(tx, { ...row, createdBy: 'ada' });
        return true;
      });
    expect((await Promise.all([take(), take(), take()])).filter(Boolean)).toHaveLength(1);
  });
});

describe('versions', () => {
  test('are kept as the text they were, and the newest is found by name', async () => {
    const document = '{"b":1,"__proto__":{"x":"\\u0000"},"a":"\\ud800"}';
    await schema(own, 'Odd “name” ✓', ['{"title":"old"}', document]);
    const place = { workspaceId: own, kind: 'schema' } as const;
    const [found] = await app.inWorkspace(own, (tx) =>
      findLibraryDocuments(tx, place, [{ name: 'Odd “name” ✓', number: 2 }]),
    );
    expect(found?.document).toBe(document);
    const latest = await app.inWorkspace(own, (tx) => listLatestDocuments(tx, place, { afterName: null, limit: 100 }));
    expect(latest.find((row) => row.name === 'Odd “name” ✓')).toMatchObject({ number: 2, document });
  });

  test('cannot be changed or removed by the app', async () => {
    for (const table of ['data_schema_version', 'mapping_version', 'lookup_table_version']) {
      for (const statement of [`UPDATE ${table} SET document = ''`, `DELETE FROM ${table}`]) {
        const attempt = app.inWorkspace(own, (tx) => tx.$executeRawUnsafe(statement));
        await expect(attempt).rejects.toThrow(/permission denied/);
      }
    }
  });
});

describe('memory', () => {
  const pair = { sourceSchema: 'Order', sourcePath: '/number', targetSchema: 'Invoice', targetPath: '/orderNo' };

  test('counts what was said about a pair, and forgets it', async () => {
    const say = (verdict: 'confirmed' | 'rejected'): Promise<void> =>
      app.inWorkspace(own, (tx) => rememberPairs(tx, own, [{ ...pair, verdict }]));
    await Promise.all([say('confirmed'), say('confirmed'), say('rejected')]);
    const question = { schemas: ['Order'], limit: 10 };
    const [row] = await app.inWorkspace(own, (tx) => listMemory(tx, own, question));
    expect(row).toMatchObject({ ...pair, confirmed: 2, rejected: 1 });
    const none = await app.inWorkspace(own, (tx) => listMemory(tx, own, { schemas: ['Else'], limit: 10 }));
    expect(none).toEqual([]);
    expect(await app.inWorkspace(own, (tx) => forgetPairs(tx, own, [pair]))).toBe(1);
    expect(await app.inWorkspace(own, (tx) => listMemory(tx, own, { schemas: null, limit: 10 }))).toEqual([]);
  });

  test('takes a confirmation back, no more than there are, and forgets a pair of which nothing is left', async () => {
    const say = (verdict: 'confirmed' | 'rejected' | 'withdrawn'): Promise<void> =>
      app.inWorkspace(own, (tx) => rememberPairs(tx, own, [{ ...pair, verdict }]));
    const left = (): Promise<unknown[]> =>
      app.inWorkspace(own, (tx) => listMemory(tx, own, { schemas: ['Order'], limit: 10 }));
    for (const verdict of ['confirmed', 'confirmed', 'rejected', 'withdrawn'] as const) await say(verdict);
    expect(await left()).toMatchObject([{ confirmed: 1, rejected: 1 }]);
    await say('withdrawn');
    await say('withdrawn');
    expect(await left()).toMatchObject([{ confirmed: 0, rejected: 1 }]);
    await app.inWorkspace(own, (tx) => forgetPairs(tx, own, [pair]));
    await say('confirmed');
    await say('withdrawn');
    expect(await left()).toEqual([]);
  });

  test('takes names of any length and two who remember the same pairs in another order', async () => {
    const pairs = Array.from({ length: 40 }, (_, at) => ({
      ...pair,
      sourcePath: `/${'x'.repeat(1_900)}${at}`,
      verdict: 'confirmed' as const,
    }));
    const remember = (said: typeof pairs): Promise<void> => app.inWorkspace(own, (tx) => rememberPairs(tx, own, said));
    await Promise.all([remember(pairs), remember(pairs.toReversed()), remember(pairs)]);
    const rows = await app.inWorkspace(own, (tx) => listMemory(tx, own, { schemas: null, limit: 100 }));
    expect(rows.map((row) => row.confirmed)).toEqual(pairs.map(() => 3));
  });
});

test('another workspace sees nothing of it and writes nothing into it', async () => {
  await schema(own, 'Secret', ['{}']);
  await app.inWorkspace(own, async (tx) => {
    const common = { workspaceId: own, name: 'Secret', description: '', createdBy: 'ada' };
    await insertMapping(tx, { ...common, id: randomUUID(), draft: '{}', updatedBy: 'Ada' });
    const tableId = randomUUID();
    await insertLookupTable(tx, { ...common, id: tableId });
    const version = { tableId, workspaceId: own, number: 1, document: '{"values":{}}', entries: 0, note: '' };
    await insertLookupVersion(tx, { ...version, createdBy: 'Ada' });
    await insertSynonymGroup(tx, {
      id: randomUUID(),
      workspaceId: own,
      kind: 'synonyms',
      words: '[]',
      updatedBy: 'Ada',
    });
  });
  await app.inWorkspace(other, async (tx) => {
    // The workspace of the question is that of the thing, as a mistake above would have it: the policy answers nothing.
    expect(await listSchemas(tx, own, { search: null, canonical: null, after: null, limit: 10 })).toEqual([]);
    expect(await findMappingByName(tx, own, 'Secret')).toBeNull();
    expect(await listSynonymGroups(tx, own)).toEqual([]);
    for (const kind of ['schema', 'mapping', 'lookup'] as const) {
      const wanted = [{ name: 'Secret', number: 1 }];
      expect(await findLibraryDocuments(tx, { workspaceId: own, kind }, wanted)).toEqual([]);
    }
  });
  const row = { id: randomUUID(), workspaceId: own, name: 'Stolen', description: '', canonical: false, createdBy: 'x' };
  await expect(app.inWorkspace(other, (tx) => insertSchema(tx, row))).rejects.toThrow(/row-level security/);
});
