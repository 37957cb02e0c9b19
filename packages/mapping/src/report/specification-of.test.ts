import type { MappingDocument } from '@patchbay/model/mapping';
import { describe, expect, it } from 'vitest';
import { viewOf } from '../lineage/index.ts';
import { checkMapping } from '../rules/check-mapping.ts';
import { compileMapping } from '../rules/compile-mapping.ts';
import { evaluateRows } from '../rules/preview-mapping.ts';
import { testContext } from '../testing/context.ts';
import { specificationCells, specificationColumns, specificationOf } from './specification-of.ts';

const doc: MappingDocument = {
  map: 1,
  sources: {
    order: {
      schema: {
        type: 'object',
        properties: {
          id: { type: 'string' },
          lines: {
            type: 'array',
            items: { type: 'object', properties: { sku: { type: 'string' }, qty: { type: 'number' } } },
          },
        },
      },
    },
  },
  target: {
    schema: {
      type: 'object',
      required: ['number', 'date'],
      properties: {
        number: { type: 'string', description: 'As on paper' },
        date: { type: 'string', format: 'date' },
        rows: {
          type: 'array',
          items: { type: 'object', properties: { article: { type: 'string' }, pieces: { type: 'number' } } },
        },
        note: { type: 'string' },
      },
    },
  },
  root: {
    fields: {
      number: { expr: 'order.id' },
      rows: { for: 'order.lines', as: 'l', fields: { article: { expr: 'l.sku' }, pieces: { expr: 'l.qty * 2' } } },
    },
  },
  meta: { rules: { '/number': { status: 'reviewed', owner: 'Ada' }, '/note': { status: 'todo', comment: 'ask' } } },
};
const scope = { order: { id: '=A1', lines: [{ sku: 'm', qty: 3 }] } };
const rows = specificationOf(
  viewOf(doc, { scopeTypes: {} }),
  evaluateRows(compileMapping(doc), scope, testContext()),
  checkMapping(doc, {}).diagnostics,
);
const row = (path: string) => rows.find((one) => one.path === path);

describe('the specification of a mapping', () => {
  it('has a row for every field of the target, in its order', () => {
    expect(rows.map(({ target }) => target)).toEqual([
      'number',
      'date',
      'rows',
      'rows[].article',
      'rows[].pieces',
      'note',
    ]);
  });

  it('says what each is made of, and what comes out on the sample', () => {
    expect(row('/number')).toMatchObject({
      rule: 'As it is: order.id',
      formula: 'order.id',
      sources: ['order.id'],
      sample: '=A1',
      required: true,
    });
    expect(row('/rows/pieces')).toMatchObject({ sources: ['order.lines[].qty'], sample: 6 });
    expect(row('/rows')).toMatchObject({ formula: 'order.lines', type: 'a list' });
  });

  it('has the words of people, before what is the matter', () => {
    expect(row('/number')).toMatchObject({ status: 'reviewed', owner: 'Ada' });
    expect(row('/note')).toMatchObject({ status: 'todo', comment: 'ask' });
    expect(row('/date')?.status).toBe('error');
    expect(row('/date')?.problem).not.toBe('');
  });

  it('has a cell under every column', () => {
    for (const one of rows) expect(specificationCells(one)).toHaveLength(specificationColumns.length);
  });
});
