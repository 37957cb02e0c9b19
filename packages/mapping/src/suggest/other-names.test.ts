import type { DataSchema } from '@patchbay/model/schema';
import { expect, test } from 'vitest';
import { suggestMapping } from './suggest-mapping.ts';
import type { Candidate, MatchResult } from './suggestion.ts';

const text: DataSchema = { type: 'string' };
const object = (properties: Record<string, DataSchema>): DataSchema => ({ type: 'object', properties });
const suggest = (source: DataSchema, target: DataSchema): MatchResult =>
  suggestMapping({ sources: [{ name: 'order', schema: source }], target: { schema: target } });
const first = (result: MatchResult, target: string): Candidate | undefined =>
  result.fields.find((field) => field.target === target)?.candidates[0];

test('other names that a schema states count as names, on either side', () => {
  const known: DataSchema = { type: 'string', 'x-synonyms': ['Vorgangskennung', 'process mark'] };
  const toKnown = first(
    suggest(object({ vorgangskennung: text, memo: text }), object({ orderNumber: known })),
    '/orderNumber',
  );
  expect(toKnown).toMatchObject({ path: ['vorgangskennung'], band: 'high' });
  expect(toKnown?.reasons[0]).toEqual({ kind: 'synonym', detail: 'known as “Vorgangskennung” too' });
  const fromKnown = first(
    suggest(object({ orderNumber: known, memo: text }), object({ processMark: text })),
    '/processMark',
  );
  expect(fromKnown).toMatchObject({ path: ['orderNumber'], band: 'high' });
  const city: DataSchema = { type: 'string', 'x-synonyms': ['city'] };
  const places = suggest(
    object({ billTo: object({ city: text }), shipTo: object({ city: text }) }),
    object({ delivery: object({ city }) }),
  );
  expect(first(places, '/delivery/city')?.path).toEqual(['shipTo', 'city']);
  const unsaid = suggest(object({ vorgangskennung: text, memo: text }), object({ orderNumber: text }));
  expect(first(unsaid, '/orderNumber')?.band).not.toBe('high');
});
