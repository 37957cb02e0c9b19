import { describe, expect, it } from 'vitest';
import { documentOf, fixesOf, found, object } from '../../testing/checked.ts';
import { outputSchemaOf } from '../check-mapping.ts';

describe('loops', () => {
  const loop = (rule: object) => ({ rows: { for: 'order.lines', as: 'l', fields: {}, ...rule } });

  it('go over lists, in every part', () => {
    expect(found(loop({ for: 'order.id' }))).toEqual(['error mapping.notAList /rows#for']);
    expect(fixesOf(loop({ for: 'order.id' }))).toEqual([
      { kind: 'replaceText', title: 'Make a list of it', text: 'LIST(order.id)' },
    ]);
    expect(found(loop({ join: [{ as: 'p', in: 'order.id' }], where: 'p = l' }))).toEqual([
      'error mapping.notAList /rows#join.0.in',
      'warning mapping.crossJoin /rows#join.0.in',
    ]);
  });

  it('warn of all with all, but not of an item’s own list', () => {
    expect(found(loop({ join: [{ as: 'p', in: 'products' }] }))).toEqual(['warning mapping.crossJoin /rows#join.0.in']);
    expect(found(loop({ join: [{ as: 't', in: 'l.tags' }] }))).toEqual([]);
    expect(found(loop({ join: [{ as: 'p', in: 'products', on: { key: 'l.sku', item: 'p.sku' } }] }))).toEqual([]);
  });

  it('have a limit that is a count, where it is known', () => {
    for (const limit of ['-1', '1.5', '1 - 2']) {
      expect(found(loop({ limit })), limit).toEqual(['error mapping.badLimit /rows#limit']);
    }
    for (const limit of ['0', '3', 'COUNT(order.lines)']) expect(found(loop({ limit })), limit).toEqual([]);
    expect(fixesOf(loop({ limit: '1.5' }))).toEqual([
      { kind: 'replaceText', title: 'At most 2', text: '2' },
      { kind: 'removePart', title: 'Delete this part' },
    ]);
  });

  it('say when keys can never be equal', () => {
    const join = [{ as: 'p', in: 'products', on: { key: 'l.sku', item: 'p.no' } }];
    expect(found(loop({ join }))).toEqual(['warning mapping.neverJoined /rows#join.0.key']);
    expect(fixesOf(loop({ join }))).toEqual([
      { kind: 'replaceText', title: 'Compare as numbers', text: 'NUMBER(l.sku)' },
    ]);
  });

  it('see each part in its own scope', () => {
    const join = [{ as: 'p', in: 'products', on: { key: 'p.sku', item: 'l.sku' }, keep: 'all' }];
    expect(found(loop({ join, where: 'p.no > 1', orderBy: ['p.no'], limit: 'l.qty' }))).toEqual([
      'error expression.unknownName /rows#join.0.key',
      'error expression.unknownName /rows#join.0.item',
      'error expression.unknownName /rows#limit',
    ]);
    const grouped = loop({
      join: [{ as: 'p', in: 'products', on: { key: 'l.sku', item: 'p.sku' } }],
      groupBy: 'l.sku',
      orderBy: ['l.items', { by: 'l.key', order: 'desc' }],
      fields: {
        k: { expr: 'l.key' },
        n: { expr: 'SUM(l.items.l.qty)' },
        no: { expr: 'l.items[0].p.nope' },
        p: { expr: 'p.sku' },
      },
    });
    expect(found(grouped)).toEqual([
      'warning mapping.noOrder /rows#orderBy.0',
      'warning expression.unknownField /rows/no',
      'error expression.unknownName /rows/p',
    ]);
    expect(outputSchemaOf(documentOf(grouped), {}).properties?.['rows']?.items?.properties).toMatchObject({
      k: { type: 'string' },
      n: { type: 'integer' },
    });
  });

  it('name their things apart', () => {
    const names = loop({
      as: 'order',
      index: 'order',
      let: { products: '1' },
      join: [{ as: 'order', in: 'order.tags' }],
    });
    expect(found(names).filter((one) => one.includes('Name'))).toEqual([
      'warning mapping.shadowedName /rows#for',
      'error mapping.duplicateName /rows#for',
      'error mapping.duplicateName /rows#join.0.in',
      'warning mapping.shadowedName /rows#let.products',
    ]);
    const rename = fixesOf(names).find(({ kind }) => kind === 'rename');
    expect(rename).toEqual({ kind: 'rename', title: 'Call it order2', what: 'alias', from: 'order', to: 'order2' });
    expect(found({ a: { for: 'order.lines', fields: { b: { for: 'item.tags', fields: {} } } } })).toEqual([]);
  });
});

describe('earlier target values', () => {
  it('are made before they are read', () => {
    const fields = {
      early: { expr: '$target.late.x' },
      late: { fields: { x: { expr: '1' }, y: { expr: '$target.late.x + $target.early' } } },
      none: { expr: 'SUM($target.`no such`.x)' },
    };
    expect(found(fields)).toEqual([
      'warning mapping.targetNotYetMade /early',
      'warning mapping.unknownTargetValue /none',
    ]);
  });

  it('have the types of the target', () => {
    const target = object({ a: { type: 'string' }, b: { type: 'number' } }, ['a']);
    expect(found({ a: { const: 'x' }, b: { expr: '$target.a * 2' } }, { target })).toEqual([
      'error expression.typeMismatch /b',
    ]);
  });
});
