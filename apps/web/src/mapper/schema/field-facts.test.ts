import { flattenSchema } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import { expect, it } from 'vitest';
import { fieldFacts } from './field-facts.ts';

const factsOf = (field: DataSchema, required: string[] = []) => {
  const node = flattenSchema({ type: 'object', properties: { a: field }, required })[1];
  if (node === undefined) throw new Error('no field');
  return fieldFacts(node);
};

it('says type, need and limits of a field', () => {
  expect(factsOf({ type: 'string', minLength: 2, maxLength: 2, enum: ['DK', 'NO'] }, ['a'])).toEqual([
    ['Type', 'text'],
    ['Required', 'yes'],
    ['Values', '"DK", "NO"'],
    ['Length', '2'],
  ]);
});

it('says what the items of a list are', () => {
  expect(factsOf({ type: 'array', minItems: 1, items: { type: 'number', minimum: 0 } })).toEqual([
    ['Type', 'list of number'],
    ['Required', 'no'],
    ['Range', 'at least 0'],
    ['Items', 'at least 1'],
  ]);
});

it('shortens long lists of values', () => {
  const facts = factsOf({ enum: Array.from({ length: 25 }, (_, at) => at) });
  expect(facts.find(([term]) => term === 'Values')?.[1]).toMatch(/ and 5 more$/);
});
