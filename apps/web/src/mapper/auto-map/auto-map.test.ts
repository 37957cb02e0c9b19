import { viewOf } from '@patchbay/mapping';
import { suggestMapping } from '@patchbay/mapping/suggest';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { accept } from './accept.ts';
import { rememberedPair } from './match-request.ts';
import { pairKey, scoreWords, suggestionsOf, withoutRejected } from './suggestion.ts';

const line: DataSchema = { type: 'object', properties: { sku: { type: 'string' }, quantity: { type: 'integer' } } };
const order: DataSchema = {
  type: 'object',
  properties: { email: { type: 'string' }, lines: { type: 'array', items: line } },
};
const doc: MappingDocument = {
  map: 1,
  sources: { order: { schema: order } },
  target: { schema: order },
  root: { fields: {} },
};
const suggested = suggestionsOf(
  suggestMapping({ sources: [{ name: 'order', schema: order }], target: { schema: order }, settled: doc.root }),
);
const of = (target: string) => {
  const found = suggested.find((one) => one.target === target);
  if (found === undefined) throw new Error(`nothing is suggested for ${target}`);
  return found;
};

describe('suggestions', () => {
  it('show no score that lies in a higher band than they do', () => {
    expect([0.899, 0.9, 0.699, 0.57, 1].map(scoreWords)).toEqual(['89 %', '90 %', '69 %', '57 %', '99 %']);
  });

  it('name the loops that a field needs', () => {
    expect(of('/lines')).toMatchObject({ kind: 'loop', source: 'order/lines' });
    expect(of('/lines/sku').needs).toEqual(['/lines']);
    expect(of('/email').needs).toEqual([]);
  });

  it('become rules with the loops around them, in one edit, and say who made them', () => {
    const { doc: after, taken } = accept({
      view: viewOf(doc),
      accepted: [of('/lines/sku')],
      all: suggested,
      keyOf: () => null,
    });
    expect(taken.map(({ target }) => target)).toEqual(['/lines', '/lines/sku']);
    expect(after.root.fields['lines']).toMatchObject({ for: 'order.lines' });
    expect(after.meta?.rules['/lines/sku']?.by).toMatch(/^auto:/);
    expect(doc.root.fields).toEqual({});
  });

  it('looks a differing value up: in the table that knows the sample’s key, else in a blank one', () => {
    const lookup = { ...of('/email'), conversion: 'lookup' as const };
    const withTable: MappingDocument = { ...doc, lookups: { known: { values: { DK: 'DNK' } } } };
    const made = (from: MappingDocument, key: unknown) =>
      accept({ view: viewOf(from), accepted: [lookup], all: suggested, keyOf: () => key }).doc;
    expect(made(withTable, 'DK').root.fields['email']).toMatchObject({ lookup: 'known' });
    expect(made(withTable, 'XX').lookups).toMatchObject({ known: {}, email: { values: {} } });
  });

  it('leave rejected pairs out', () => {
    const left = withoutRejected(suggested, new Set([pairKey(of('/email'))]));
    expect(left.find(({ target, source }) => target === '/email' && source === 'order/email')).toBeUndefined();
    expect(left).not.toHaveLength(0);
  });

  it('are remembered below their schemas, without list positions', () => {
    const named: MappingDocument = { ...doc, sources: { order: { schema: 'Order@3' } }, target: { schema: 'Out@1' } };
    expect(rememberedPair(named, { source: 'order/lines/[]/sku', target: '/lines/sku' }, 'confirmed')).toEqual({
      source: { schema: 'Order', path: '/lines/sku' },
      target: { schema: 'Out', path: '/lines/sku' },
      verdict: 'confirmed',
    });
  });
});
