import { aFlow } from '@patchbay/model/flow/testing';
import type { ListSettings } from '@patchbay/model/flow/testing';
import type { FlowDocument } from '@patchbay/model/flow';
import { describe, expect, it } from 'vitest';
import { checkFlow } from './check-flow.ts';
import { outputTypeOf, partnerTypesAt, scopeTypesAt } from './scope-types.ts';

const surroundings = { operations: {} };
const items = 'steps.lines.rows';
const doc = (settings: ListSettings): FlowDocument =>
  aFlow()
    .withTrigger('start')
    .withMap('lines', { rows: "[{ sku: 'a', qty: 1 }]", products: "[{ id: 'a', title: 'Apple' }]" })
    .withList('step', settings)
    .to('start', 'lines')
    .to('lines', 'step')
    .build();
const found = (settings: ListSettings): string[] =>
  checkFlow(doc(settings), surroundings).map(({ code, at }) => `${at.field}: ${code}`);
const typeOf = (settings: ListSettings) => outputTypeOf(doc(settings), 'step', surroundings);

describe('a step over a list', () => {
  const sort = (by: string): ListSettings => ({ kind: 'sort', items, keys: [{ by, order: 'asc' }] });

  it('reads the fields of a record, and names the place of a mistake', () => {
    expect(found(sort('item.qty'))).toEqual([]);
    expect(found(sort('item.quantity'))).toEqual(['keys.0: expression.unknownField']);
    expect(Object.keys(scopeTypesAt(doc(sort('')), 'step', surroundings)['item']?.properties ?? {})).toEqual([
      'sku',
      'qty',
    ]);
    expect(typeOf(sort('item.qty')).items?.properties).toHaveProperty('qty');
  });

  it('hands on what an aggregate makes', () => {
    const aggregate: ListSettings = {
      kind: 'aggregate',
      items,
      groupBy: [{ name: 'sku', expr: 'item.sku' }],
      measures: [
        { name: 'total', kind: 'sum', of: 'item.qty' },
        { name: 'n', kind: 'count' },
      ],
    };
    expect(found(aggregate)).toEqual([]);
    expect(Object.keys(typeOf(aggregate).items?.properties ?? {})).toEqual(['sku', 'total', 'n']);
    expect(found({ ...aggregate, measures: [{ name: 'sku', kind: 'sum' }] })).toEqual(['measures.0: flow.noValue']);
    expect(found({ ...aggregate, measures: [{ name: 'sku', kind: 'count' }] })).toEqual([
      'measures.0: flow.fieldTwice',
    ]);
    expect(found({ ...aggregate, groupBy: [], measures: [] })).toEqual(['measures: flow.noMeasure']);
  });

  it('reads partners by their own shape', () => {
    const join: ListSettings = {
      kind: 'join',
      items,
      partners: 'steps.lines.products',
      key: 'item.sku',
      partnerKey: 'item.id',
      as: 'product',
      keep: 'inner',
    };
    expect(found(join)).toEqual([]);
    expect(found({ ...join, partnerKey: 'item.sku' })).toEqual(['partnerKey: expression.unknownField']);
    expect(typeOf(join).items?.properties?.['product']?.properties).toHaveProperty('title');
  });

  it('knows what a join over records makes of the records of two steps', () => {
    const joined = (partnerKey: string): FlowDocument =>
      aFlow()
        .withTrigger('start')
        .withMap('lines', { rows: "[{ sku: 'a', qty: 1 }]", products: "[{ id: 'a', title: 'Apple' }]" })
        .withRecordFilter('orders', 'true', 'steps.lines.rows')
        .withRecordFilter('products', 'true', 'steps.lines.products')
        .withList('step', {
          kind: 'join',
          items: '',
          partners: '',
          key: 'item.sku',
          partnerKey,
          as: 'product',
          keep: 'inner',
          records: { collect: 10 },
        })
        .to('start', 'lines')
        .to('lines', 'orders')
        .to('lines', 'products')
        .asPartners('products', 'step')
        .to('orders', 'step')
        .build();
    const problems = (partnerKey: string): string[] =>
      checkFlow(joined(partnerKey), surroundings).map(({ code, at }) => `${at.field}: ${code}`);
    expect(problems('item.id')).toEqual([]);
    expect(problems('item.sku')).toEqual(['partnerKey: expression.unknownField']);
    const doc = joined('item.id');
    const made = outputTypeOf(doc, 'step', surroundings).items?.properties;
    expect(Object.keys(made ?? {})).toEqual(['sku', 'qty', 'product']);
    expect(Object.keys(made?.['product']?.properties ?? {})).toEqual(['id', 'title']);
    const itemOf = (types: ReturnType<typeof scopeTypesAt>) => Object.keys(types['item']?.properties ?? {});
    expect(itemOf(scopeTypesAt(doc, 'step', surroundings))).toEqual(['sku', 'qty']);
    expect(itemOf(partnerTypesAt(doc, 'step', surroundings))).toEqual(['id', 'title']);
  });

  it('claims no field of joined records whose fields nobody knows', () => {
    const doc = aFlow()
      .withTrigger('start')
      .withList('joined', {
        kind: 'join',
        items: 'trigger.body.rows',
        partners: 'trigger.body.others',
        key: 'item.id',
        partnerKey: 'item.id',
        as: 'other',
        keep: 'left',
      })
      .withMap('after', { id: 'steps.joined[0].id', other: 'steps.joined[0].other.name' })
      .to('start', 'joined')
      .to('joined', 'after')
      .build();
    expect(checkFlow(doc, surroundings)).toEqual([]);
  });

  it('says what of a rule cannot work', () => {
    const validate = (rule: Extract<ListSettings, { kind: 'validate' }>['rules'][number]): string[] =>
      found({ kind: 'validate', items, rules: [rule] });
    expect(validate({ rule: 'required', field: 'sku' })).toEqual([]);
    expect(validate({ rule: 'required', field: 'skuu' })).toEqual(['rules.0: expression.unknownField']);
    expect(validate({ rule: 'required', field: ' ' })).toEqual(['rules.0: flow.noField']);
    expect(validate({ rule: 'range', field: 'qty' })).toEqual(['rules.0: flow.noBound']);
    expect(validate({ rule: 'range', field: 'qty', min: 1, max: '2' })).toEqual(['rules.0: flow.mixedBounds']);
    expect(validate({ rule: 'range', field: 'qty', min: 3, max: 2 })).toEqual(['rules.0: flow.noRange']);
    expect(validate({ rule: 'pattern', field: 'sku', pattern: '(' })).toEqual(['rules.0: flow.badPattern']);
    expect(validate({ rule: 'oneOf', field: 'sku', values: '1' })).toHaveLength(1);
    expect(validate({ rule: 'condition', field: 'sku', condition: 'item.qty > 0' })).toEqual([]);
  });
});
