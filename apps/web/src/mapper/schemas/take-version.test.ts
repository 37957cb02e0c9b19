import type { MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { mapperView } from '../data/mapper-data.ts';
import { takeVersion } from './take-version.ts';

const text: DataSchema = { type: 'string' };
const object = (properties: Record<string, DataSchema>): DataSchema => ({ type: 'object', properties });
const before = object({ mail: text, gone: text, buyer: object({ name: text }) });
const after = object({ email: text, customer: object({ name: text }) });
const move = { from: 'Order@1', to: 'Order@2', before, after };

describe('takeVersion', () => {
  it('moves all that uses the version, though the new one is not loaded, and keeps what nobody linked', () => {
    const doc: MappingDocument = {
      map: 1,
      sources: { order: { schema: 'Order@1' }, again: { schema: 'Order@1' } },
      root: {
        fields: { a: { expr: 'order.mail' }, b: { expr: 'again.mail' }, c: { expr: 'order.gone' } },
      },
    };
    const view = mapperView({ doc, library: { loaded: { schemas: { 'Order@1': before } } }, sources: [] });
    const { doc: moved, refused } = takeVersion(view, { ...move, links: [{ from: '/mail', to: '/email' }] });
    expect(refused).toEqual([]);
    expect(moved.sources).toEqual({ order: { schema: 'Order@2' }, again: { schema: 'Order@2' } });
    expect(moved.root).toEqual({
      fields: { a: { expr: 'order.email' }, b: { expr: 'again.email' }, c: { expr: 'order.gone' } },
    });
  });

  it('keeps what a rule reads of the steps around it, wherever the target has it now', () => {
    const lines: DataSchema = { type: 'array', items: object({ sku: text }) };
    const doc: MappingDocument = {
      map: 1,
      target: { schema: 'Order@1' },
      root: { fields: { buyer: { for: 'trigger.body.lines', as: 'line', fields: { name: { expr: 'line.sku' } } } } },
    };
    const view = mapperView({
      doc,
      library: { loaded: {} },
      sources: [{ root: 'trigger.body', label: 'trigger', role: 'payload', schema: object({ lines }) }],
    });
    const { doc: moved, refused } = takeVersion(view, { ...move, links: [{ from: '/buyer', to: '/customer' }] });
    expect(refused).toEqual([]);
    expect(moved).toMatchObject({
      target: { schema: 'Order@2' },
      root: {
        fields: { customer: { for: 'trigger.body.lines', as: 'line', fields: { name: { expr: 'line.sku' } } } },
      },
    });
  });
});
