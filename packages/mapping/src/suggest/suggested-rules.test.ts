import { describe, expect, it } from 'vitest';
import { MappingRule } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import { suggestMapping } from './suggest-mapping.ts';
import { suggestedRules } from './suggested-rules.ts';

const text: DataSchema = { type: 'string' };
const list = (properties: Record<string, DataSchema>): DataSchema => ({
  type: 'array',
  items: { type: 'object', properties },
});
const schema: DataSchema = {
  type: 'object',
  properties: { currency: text, lines: list({ sku: text, quantity: text }), colour: text },
};
const target: DataSchema = {
  type: 'object',
  properties: { currency: text, items: list({ sku: text, qty: text }), tax: { properties: { id: text } } },
};
const result = suggestMapping({ sources: [{ name: 'order', schema }], target: { schema: target } });

describe('suggestedRules', () => {
  it('makes rules with their loops, and says who made them', () => {
    const { root, meta } = suggestedRules(result, 'medium');
    expect(root).toEqual({
      fields: {
        items: {
          for: 'order.lines',
          as: 'line',
          fields: { sku: { expr: 'line.sku' }, qty: { expr: 'line.quantity' } },
        },
        currency: { expr: 'order.currency' },
      },
    });
    expect(MappingRule.parse(root)).toEqual(root);
    expect(meta['/currency']?.by).toMatch(/^auto:(0\.9\d|1\.00)$/);
    expect(Object.keys(meta).sort()).toEqual(['/currency', '/items', '/items/qty', '/items/sku']);
  });

  it('leaves out an array whose loop is not good enough, with all that is inside', () => {
    const doubtful = {
      ...result,
      loops: result.loops.map((loop) => ({
        ...loop,
        candidates: loop.candidates.map((one) => ({ ...one, score: 0.6 })),
      })),
    };
    expect(Object.keys(suggestedRules(doubtful, 'high').meta)).toEqual(['/currency']);
  });

  it('keeps names that would be dangerous to assign', () => {
    const properties = Object.fromEntries([
      ['__proto__', text],
      ['currency', text],
    ]);
    const odd = suggestMapping({
      sources: [{ name: 'o', schema: { properties } }],
      target: { schema: { properties } },
    });
    const { root } = suggestedRules(odd, 'medium');
    expect(Object.getPrototypeOf(root.fields)).toBe(Object.prototype);
    expect(Object.keys(root.fields)).toContain('currency');
  });

  it('makes a loop of the whole when the target is a list', () => {
    const whole = suggestMapping({
      sources: [{ name: 'o', schema: list({ sku: text, qty: text }) }],
      target: { schema: list({ sku: text, qty: text }) },
    });
    expect(suggestedRules(whole, 'medium').root).toMatchObject({
      for: 'o',
      fields: { sku: expect.anything() as unknown },
    });
  });
});
