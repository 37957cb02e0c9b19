import { describe, expect, it } from 'vitest';
import type { DataSchema } from '@patchbay/model/schema';
import { Vocabulary } from '../names/vocabulary.ts';
import { buildLexicon } from '../words/lexicon.ts';
import { flattenSchemas, hasMoreFields, maxFields } from './flatten-schema.ts';
import { pointerOf } from './pointer.ts';
import { makeSide } from './side.ts';

const flatten = (schema: DataSchema) => flattenSchemas([{ name: 'root', schema }]);
const text: DataSchema = { type: 'string' };

describe('flattenSchemas', () => {
  it('counts a type each time that it is matched, and stops there', () => {
    const $defs: Record<string, DataSchema> = { d12: text };
    for (let at = 11; at >= 0; at -= 1) {
      const next = { $ref: `#/$defs/d${at + 1}` };
      $defs[`d${at}`] = { type: 'object', properties: { a: next, b: next } };
    }
    const roots = [{ name: 'root', schema: { $ref: '#/$defs/d0', $defs } }];
    expect(hasMoreFields(roots, 300)).toBe(true);
    expect(flattenSchemas(roots, 300).fields).toHaveLength(300);
    expect(hasMoreFields(roots, 10_000)).toBe(false);
  });

  it('knows values, lists, arrays and objects, in the schema’s order', () => {
    const { fields } = flatten({
      type: 'object',
      required: ['id'],
      properties: {
        id: text,
        tags: { type: 'array', items: text },
        lines: {
          type: 'array',
          items: { type: 'object', properties: { sku: text, tax: { properties: { rate: text } } } },
        },
      },
    });
    expect(fields.map(({ path, kind, array }) => [path.join('/'), kind, array])).toEqual([
      ['', 'object', -1],
      ['id', 'value', -1],
      ['tags', 'list', -1],
      ['lines', 'array', -1],
      ['lines/[]/sku', 'value', 3],
      ['lines/[]/tax', 'object', 3],
      ['lines/[]/tax/rate', 'value', 3],
    ]);
    expect(fields[1]?.required).toBe(true);
  });

  it('ends where a shape begins again', () => {
    const node: DataSchema = { type: 'object', properties: { name: text, child: { $ref: '#/$defs/node' } } };
    const { fields, truncated } = flatten({ $ref: '#/$defs/node', $defs: { node } });
    expect(fields.map(({ path }) => path.join('/'))).toEqual(['', 'name', 'child']);
    expect(truncated).toBe(false);
  });

  it('keeps the upper levels of what is too large', () => {
    const deep: DataSchema = { type: 'object', properties: {} };
    const properties: Record<string, DataSchema> = { deep };
    for (let at = 0; at < 6_000; at += 1) {
      properties[`f${at}`] = text;
      (deep.properties ?? {})[`g${at}`] = text;
    }
    const { fields, truncated } = flatten({ type: 'object', properties });
    expect(truncated).toBe(true);
    expect(fields.length).toBe(maxFields);
    expect(fields.filter(({ depth }) => depth === 1).length).toBe(6_001);
  });

  it('takes all alternatives', () => {
    const { fields } = flatten({ oneOf: [{ properties: { card: text } }, { properties: { iban: text, card: text } }] });
    expect(fields.map(({ name }) => name)).toEqual(['root', 'card', 'iban']);
  });
});

it('pointerOf leaves out lists and escapes names', () => {
  expect(pointerOf(['lines', '[]', 'a/b~c'])).toBe('/lines/a~1b~0c');
  expect(pointerOf([])).toBe('');
});

describe('makeSide', () => {
  const lexicon = buildLexicon();
  const ownOf = (schema: DataSchema): Record<string, string> => {
    const vocabulary = new Vocabulary(lexicon);
    const side = makeSide([{ name: 'root', schema }], vocabulary);
    const words = (list: readonly number[]): string =>
      list.map((word) => vocabulary.entries[word]?.word ?? '').join(' ');
    return Object.fromEntries(
      side.leaves.map((leaf) => [pointerOf(side.fields[leaf]?.path ?? []), words(side.own[leaf] ?? [])]),
    );
  };
  const object = (properties: Record<string, DataSchema>): DataSchema => ({ type: 'object', properties });

  it('names a wrapped value by its parent', () => {
    const own = ownOf(object({ unitPrice: object({ money: object({ '#text': text, currency: text }) }) }));
    expect(own['/unitPrice/money/#text']).toBe('unitprice');
    expect(own['/unitPrice/money/currency']).toBe('currency');
  });

  it('lets the best of code, name and id bear the meaning of its parent', () => {
    const own = ownOf(
      object({ currency: object({ id: text, code: text }), customer: object({ id: text, name: text }) }),
    );
    expect(own['/currency/code']).toBe('currency');
    expect(own['/currency/id']).toBe('id');
    expect(own['/customer/id']).toBe('id');
  });

  it('names what no list knows by its description', () => {
    const own = ownOf(
      object({
        ZZ17: { type: 'string', description: 'Postal code of the consignee' },
        city: { type: 'string', description: 'Name' },
      }),
    );
    expect(own['/ZZ17']).toBe('postalcode');
    expect(own['/city']).toBe('city');
  });

  it('takes a state beside a city for a region, and any other for a status', () => {
    const own = ownOf(object({ state: text, address: object({ city: text, state: text }) }));
    expect(own['/state']).toBe('status');
    expect(own['/address/state']).toBe('state');
  });

  it('takes a rate beside a quantity for the price, unless there is one', () => {
    const own = ownOf(
      object({
        plain: object({ qty: text, rate: text }),
        priced: object({ qty: text, price: text, rate: text }),
        currency: object({ code: text, rate: text }),
      }),
    );
    expect(own['/plain/rate']).toBe('unitprice');
    expect(own['/priced/rate']).toBe('rate');
    expect(own['/currency/rate']).toBe('rate');
  });

  it('says of a date that it is one', () => {
    const date: DataSchema = { type: 'string', format: 'date' };
    const own = ownOf(object({ promised: date, orderDate: date, needed: object({ value: date }), shipped: text }));
    expect(own['/promised']).toBe('promised date');
    expect(own['/orderDate']).toBe('order date');
    expect(own['/needed/value']).toBe('needed date');
    expect(own['/shipped']).toBe('ship');
  });
});
