// A few lines make a type of 2^60 parts, and a check answers while somebody types.
import { describe, expect, it } from 'vitest';
import { viewOf } from '../lineage/mapping-view.ts';
import { lineageOf } from '../lineage/lineage-of.ts';
import { checkMapping } from '../rules/check-mapping.ts';
import { bounded, unionOf } from './type-algebra.ts';
import type { DataSchema } from '@patchbay/model/schema';

function doubled(name: string, first: string): Record<string, string> {
  const lines = Array.from({ length: 60 }, (_, at) => [`${name}${at + 1}`, `{l: ${name}${at}, r: ${name}${at}}`]);
  return { [`${name}0`]: first, ...(Object.fromEntries(lines) as Record<string, string>) };
}

describe('a structure of a structure of a structure', () => {
  const names = { ...doubled('a', '[1]'), ...doubled('b', '[order.y]') };

  it.each(['a60', 'IF(order.x, a60, b60)', 'MAP([a60, b60], x -> x.l)', 'a60 = b60', 'a60 ?? b60', 'MERGE(a60, b60)'])(
    'is checked in a moment, and its type may be written: %s',
    (expr) => {
      const doc = { map: 1 as const, sources: { order: {} }, root: { let: names, fields: { x: { expr } } } };
      const { outputType } = checkMapping(doc, {});
      expect(JSON.stringify(outputType).length).toBeLessThan(5_000_000);
      expect(lineageOf(viewOf(doc)).lines.length).toBeLessThan(1_000);
    },
  );

  it('keeps what is small in it', () => {
    const text: DataSchema = { type: 'string' };
    const large: DataSchema = {
      type: 'object',
      properties: Object.fromEntries(Array.from({ length: 60_000 }, (_, at) => [`f${at}`, text])),
    };
    const type: DataSchema = { type: 'object', properties: { large, small: text } };
    expect(bounded(type)).toEqual({ type: 'object', properties: { large: { type: 'object' }, small: text } });
    expect(bounded({ type: 'array', items: large })).toEqual({ type: 'array', items: { type: 'object' } });
    expect(bounded(unionOf([text, { type: 'number' }]))).toEqual({ type: ['string', 'number'] });
  });

  it('has lineage where alternatives are alternatives again', () => {
    const shapes = Array.from({ length: 60 }, (_, at): [string, DataSchema] => {
      const inner: DataSchema = { $ref: `#/$defs/n${at - 1}` };
      return [
        `n${at}`,
        at === 0 ? { type: 'string' } : { oneOf: [inner, inner, { type: 'object', properties: { p: inner } }] },
      ];
    });
    const schema: DataSchema = { $ref: '#/$defs/n59', $defs: Object.fromEntries(shapes) };
    const doc = { map: 1 as const, sources: { o: { schema } }, root: { fields: { x: { expr: 'o.other' } } } };
    expect(lineageOf(viewOf(doc)).lines).toHaveLength(1);
  });
});
