// Lookup tables and words of the workspace over the API.
import { expect, test } from 'vitest';
import { ownerOfTests } from '../testing/owner-of-tests.ts';
import { errorOf } from '../testing/test-api.ts';
import type { WordList } from '../words/words.contract.ts';
import type { LookupExported, LookupView } from './lookup.contract.ts';

const owner = ownerOfTests();
const { mutate, made, read } = owner;

test('a table comes in as CSV, gets versions, and goes out again', async () => {
  const csv = { text: 'code;name\r\nDE;Germany\r\nAT;"Austria; Vienna"\r\n' };
  const { id: lookupId, ...created } = await made<{ id: string }>('lookup.create', { name: 'Countries', csv });
  expect(created).toEqual({ number: 1, ref: 'Countries@1', entries: 2 });
  const more = { values: { DE: 'Germany', CH: { name: 'Switzerland', eu: false } }, default: null };
  expect(await made('lookup.saveVersion', { lookupId, baseVersion: 1, table: more })).toMatchObject({
    number: 2,
    entries: 2,
    unchanged: false,
  });
  expect(await made('lookup.saveVersion', { lookupId, table: more })).toMatchObject({ number: 2, unchanged: true });
  expect((await mutate('lookup.saveVersion', { lookupId, baseVersion: 1, table: more })).status).toBe(409);
  const first = await read<LookupView>('lookup.get', { lookupId, version: 1 });
  expect(first.table).toEqual({ values: { DE: 'Germany', AT: 'Austria; Vienna' } });
  const { fileName, text } = await read<LookupExported>('lookup.exportCsv', { lookupId, version: 1 });
  expect([fileName, text]).toEqual(['countries.csv', '"key","value"\r\n"DE","Germany"\r\n"AT","Austria; Vienna"\r\n']);
  expect(await read('lookup.get', { lookupId })).toMatchObject({ ref: 'Countries@2', table: more });
  expect(await read('lookup.list', { search: 'count' })).toMatchObject({ items: [{ name: 'Countries', latest: 2 }] });
});

test('a table that is used keeps its name and stays', async () => {
  const { id: lookupId } = await made<{ id: string }>('lookup.create', { name: 'Used', table: { values: {} } });
  const document = { map: 1, lookups: { u: { table: 'Used@1' } }, root: { fields: {} } };
  const { id: mappingId } = await made<{ id: string }>('mapping.create', { name: 'User', document });
  const renamed = await mutate('lookup.update', { lookupId, name: 'Unused' });
  expect([renamed.status, errorOf(renamed).userMessage]).toEqual([
    409,
    expect.stringMatching(/cannot be renamed.*“User”/),
  ]);
  expect((await mutate('lookup.delete', { lookupId })).status).toBe(409);
  expect(await read('lookup.usedBy', { lookupId })).toMatchObject({
    uses: [{ name: 'User', places: ['mapping#lookup.u'] }],
  });
  expect((await mutate('mapping.delete', { mappingId })).status).toBe(200);
  expect((await mutate('lookup.update', { lookupId, name: 'Unused' })).status).toBe(200);
  expect((await mutate('lookup.delete', { lookupId })).status).toBe(200);
  // Numbers go on, so that a reference never means two things.
  expect(await made('lookup.create', { name: 'Unused', table: { values: {} } })).toMatchObject({ ref: 'Unused@2' });
  expect(await made('lookup.create', { name: 'Used', table: { values: {} } })).toMatchObject({ ref: 'Used@1' });
});

test('a table beyond its size is refused with what to do', async () => {
  const values = Object.fromEntries(Array.from({ length: 200_001 }, (_, at) => [`k${at}`, 1]));
  const refused = await mutate('lookup.create', { name: 'Many', table: { values } });
  expect([refused.status, errorOf(refused).userMessage]).toEqual([422, expect.stringMatching(/200001 keys/)]);
});

test('words of the workspace make auto-map see what it did not see', async () => {
  const ask = {
    sources: { s: { type: 'object', properties: { fizzgig: { type: 'string' }, other: { type: 'string' } } } },
    target: { type: 'object', properties: { gelfling: { type: 'string' } } },
  };
  const suggested = async (): Promise<string[]> =>
    (await made<{ suggestions: { source: string }[] }>('mapping.suggest', ask)).suggestions.map((one) => one.source);
  expect(await suggested()).toEqual([]);
  const group = { kind: 'synonyms', words: ['fizzgig', 'gelfling'] };
  const { id: groupId } = await made<{ id: string }>('words.add', group);
  expect(await suggested()).toEqual(['s/fizzgig']);
  expect((await read<WordList>('words.list')).groups).toMatchObject([{ id: groupId, ...group }]);
  await made('words.update', { groupId, kind: 'abbreviation', words: ['fg', 'fizzgig'] }).catch(() => undefined);
  expect((await read<WordList>('words.list')).groups).toMatchObject([
    { kind: 'abbreviation', words: ['fg', 'fizzgig'] },
  ]);
  expect((await mutate('words.update', { groupId, kind: 'abbreviation', words: ['a', 'b', 'c'] })).status).toBe(400);
  expect((await mutate('words.delete', { groupId })).status).toBe(200);
  expect(await suggested()).toEqual([]);
});
