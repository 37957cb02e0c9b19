import { viewOf } from '../lineage/mapping-view.ts';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { movedToVersion } from './move-to-version.ts';

const list = (items: DataSchema): DataSchema => ({ type: 'array', items });
const text: DataSchema = { type: 'string' };
const before: DataSchema = {
  type: 'object',
  properties: { id: text, mail: text, lines: list({ type: 'object', properties: { sku: text, gone: text } }) },
};
const after: DataSchema = {
  type: 'object',
  properties: { id: text, email: text, rows: list({ type: 'object', properties: { article: text } }) },
};
const move = { from: 'Order@1', to: 'Order@2', before, after };
const library = { schemas: { 'Order@1': before, 'Order@2': after } };

describe('movedToVersion', () => {
  it('reads linked fields where they are now, and leaves the others as they are written', () => {
    const doc: MappingDocument = {
      map: 1,
      sources: { order: { schema: 'Order@1' }, other: { schema: 'Other@1' } },
      root: {
        fields: {
          to: { expr: "LOWER(order.mail & '')" },
          items: { for: 'order.lines', as: 'line', fields: { a: { expr: 'line.sku' }, b: { expr: 'line.gone' } } },
        },
      },
    };
    const moved = movedToVersion(viewOf(doc, { library }), {
      ...move,
      links: [
        { from: '/mail', to: '/email' },
        { from: '/lines', to: '/rows' },
        { from: '/lines/sku', to: '/rows/article' },
      ],
    });
    expect(moved.refused).toEqual([]);
    expect(moved.doc.sources).toEqual({ order: { schema: 'Order@2' }, other: { schema: 'Other@1' } });
    expect(moved.doc.root).toEqual({
      fields: {
        to: { expr: "LOWER(order.email & '')" },
        items: { for: 'order.rows', as: 'line', fields: { a: { expr: 'line.article' }, b: { expr: 'line.gone' } } },
      },
    });
  });

  it('fills linked fields of a target where they are now', () => {
    const doc: MappingDocument = {
      map: 1,
      sources: { in: {} },
      target: { schema: 'Order@1' },
      root: { fields: { id: { expr: 'in.id' }, mail: { expr: 'in.mail' } } },
    };
    const links = [{ from: '/mail', to: '/email' }];
    const { doc: moved, filled } = movedToVersion(viewOf(doc, { library }), {
      ...move,
      links: [...links, { from: '/lines', to: '/rows' }],
    });
    expect(filled).toEqual(links);
    expect(moved.target).toEqual({ schema: 'Order@2' });
    expect(moved.root).toEqual({ fields: { id: { expr: 'in.id' }, email: { expr: 'in.mail' } } });
  });

  it('moves rules inside a list that has moved, too', () => {
    const doc: MappingDocument = {
      map: 1,
      sources: { in: {} },
      target: { schema: 'Order@1' },
      root: { fields: { lines: { for: 'in.all', as: 'one', fields: { sku: { expr: 'one.a' } } } } },
    };
    const { doc: moved } = movedToVersion(viewOf(doc, { library }), {
      ...move,
      links: [
        { from: '/lines/sku', to: '/rows/article' },
        { from: '/lines', to: '/rows' },
      ],
    });
    expect(moved.root).toEqual({
      fields: { rows: { for: 'in.all', as: 'one', fields: { article: { expr: 'one.a' } } } },
    });
  });

  it('has the samples of the source under the new names, in every item', () => {
    const doc: MappingDocument = {
      map: 1,
      sources: { order: { schema: 'Order@1' } },
      root: { fields: { to: { expr: 'order.mail' } } },
      samples: [{ name: 'one', in: { order: { id: '1', mail: 'a@b', lines: [{ sku: 'x', gone: 'y' }] } }, out: {} }],
    };
    const moved = movedToVersion(viewOf(doc, { library }), {
      ...move,
      links: [
        { from: '/mail', to: '/email' },
        { from: '/lines', to: '/rows' },
        { from: '/lines/sku', to: '/rows/article' },
      ],
    });
    expect(moved.doc.samples?.[0]?.in).toEqual({
      order: { id: '1', email: 'a@b', rows: [{ article: 'x', gone: 'y' }] },
    });
    expect(moved.said.at(-1)).toBe('1 sample has the fields under their new names.');
  });

  it('changes only the version where no link was accepted', () => {
    const doc: MappingDocument = {
      map: 1,
      sources: { order: { schema: 'Order@1' } },
      root: { fields: { to: { expr: 'order.mail' } } },
    };
    const moved = movedToVersion(viewOf(doc, { library }), { ...move, links: [] });
    expect(moved.doc).toEqual({ ...doc, sources: { order: { schema: 'Order@2' } } });
    expect(moved.said).toEqual([]);
  });
});
