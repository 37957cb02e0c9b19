// A code and a name of one thing: `country_code` is not what `countryName` wants, though both are the country.
import { expect, it } from 'vitest';
import type { DataSchema } from '@patchbay/model/schema';
import { suggestMapping } from './suggest-mapping.ts';
import type { Candidate } from './suggestion.ts';

const object = (...names: string[]): DataSchema => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
});

const found = (sources: readonly string[], target: string): Candidate | undefined =>
  suggestMapping({
    sources: [{ name: 'order', schema: object(...sources) }],
    target: { schema: object(target) },
  }).fields.find((field) => field.target === `/${target}`)?.candidates[0];

it('are told from each other where both are at hand', () => {
  const sources = ['country_code', 'country_name', 'currencyCode', 'currencyName'];
  const targets = ['countryCode', 'countryName', 'currency_code', 'currency_name', 'country'];
  expect(targets.map((target) => found(sources, target)?.expression)).toEqual([
    'order.country_code',
    'order.country_name',
    'order.currencyCode',
    'order.currencyName',
    'order.country_code',
  ]);
});

it.each([
  ['country_code', 'countryName'],
  ['countryName', 'countryCode'],
  ['Landescode', 'Landname'],
  ['Währungsschlüssel', 'currencyName'],
  ['currencyCode', 'currencyName'],
  ['productId', 'productName'],
  ['product_id', 'productTitle'],
  ['statusCode', 'statusText'],
  ['regionCode', 'regionName'],
  ['language_key', 'languageDescription'],
])('%s is not sure to be %s, nor the other way', (one, other) => {
  expect(found([one], other)?.band).not.toBe('high');
  expect(found([other], one)?.band).not.toBe('high');
});

it('is said as a doubt', () => {
  const doubt = { kind: 'doubt', detail: 'the names may mean different things' };
  expect(found(['country_code'], 'countryName')?.reasons).toContainEqual(doubt);
});

it.each([
  ['country_code', 'country'],
  ['country', 'countryName'],
  ['currency', 'currencyCode'],
  ['street_name', 'streetAndNumber'],
])('%s and %s say nothing against each other', (one, other) => {
  const candidate = found([one], other);
  expect(candidate).toBeDefined();
  expect(candidate?.reasons.some(({ kind }) => kind === 'doubt')).toBe(false);
});

it.each(['art_no', 'artNo', 'ART-NR', 'artnr', 'art_id', 'Art Nummer'])('%s is the number of an article', (name) => {
  expect(found([name], 'articleNumber')?.band).toBe('high');
});
