import type { MappingDocument } from '@patchbay/model/mapping';
import { secretMask } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { viewOf } from '../lineage/index.ts';
import { checkMapping } from '../rules/check-mapping.ts';
import { compileMapping } from '../rules/compile-mapping.ts';
import { evaluateRows } from '../rules/preview-mapping.ts';
import { testContext } from '../testing/context.ts';
import {
  specificationCells,
  specificationColumns,
  specificationOf,
  tablesInSpecification,
} from './specification-of.ts';

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

  it('is complete: what a rule above makes, named values, tables, notes beside comments', () => {
    const place: DataSchema = { type: 'object', properties: { city: { type: 'string' } } };
    const whole: MappingDocument = {
      map: 1,
      sources: { order: {} },
      target: { schema: { type: 'object', properties: { shipTo: place, country: { type: 'string' } } } },
      lookups: { countries: { values: { DK: 'Denmark', NO: 'Norway' }, default: 'elsewhere' } },
      root: {
        let: { net: 'order.total * 0.8' },
        fields: {
          shipTo: { map: 'Place@1', with: 'order.ship', note: 'as on paper' },
          country: { lookup: 'countries', key: 'order.code' },
        },
      },
      meta: { rules: { '/shipTo': { comment: 'ask Ada' } } },
    };
    const view = viewOf(whole, { scopeTypes: {} });
    const lines = specificationOf(view);
    expect(lines.map(({ target, rule }) => [target, rule])).toEqual([
      ['(the result)', 'A structure of 2 fields; in it net stands for order.total * 0.8'],
      ['shipTo', 'Made by the mapping Place@1 from order ship'],
      ['shipTo.city', 'Made with shipTo'],
      ['country', 'Looked up in the table countries by order code'],
    ]);
    expect(lines.map(({ status }) => status)).toEqual(['', '', '', '']);
    expect(lines[1]?.comment).toBe('ask Ada; as on paper');
    expect(tablesInSpecification(view).map(({ target, type, rule }) => [target, type, rule])).toEqual([
      ['(table countries)', 'a lookup table', 'DK is “Denmark”, NO is “Norway”; “elsewhere” for others'],
    ]);
  });

  it('shows nothing that is secret by its name, and cuts what no cell holds', () => {
    const secret: MappingDocument = {
      map: 1,
      root: {
        fields: { password: { expr: 'a' }, pin: { expr: 'auth.token' }, all: { expr: 'b' }, long: { expr: 'c' } },
      },
    };
    const input = { a: 'hunter2', auth: { token: 12 }, b: { user: 'u', apiKey: 'k' }, c: 'x'.repeat(40_000) };
    const lines = specificationOf(
      viewOf(secret, { scopeTypes: {} }),
      evaluateRows(compileMapping(secret), input, testContext()),
    ).map(specificationCells);
    expect(lines.slice(0, 3).map((cells) => cells[specificationColumns.indexOf('Sample')])).toEqual([
      secretMask,
      secretMask,
      `{"user":"u","apiKey":"${secretMask}"}`,
    ]);
    for (const cells of lines) for (const cell of cells) expect(cell.length).toBeLessThan(32_767);
  });

  it('writes out no text of a rule, a named value or a table that is secret by its name', () => {
    const secret: MappingDocument = {
      map: 1,
      lookups: { passwords: { values: { joe: 'hunter2' } }, countries: { values: { DK: 'Denmark' } } },
      root: {
        let: { apiKey: "'hunter2'" },
        fields: {
          password: { expr: "'hunter2'" },
          secret: { const: 'hunter2' },
          headers: { fields: { authorization: { expr: "'Bearer ' & IF(order.live, order.token, 'hunter2')" } } },
          name: { expr: "'shown' & order.name" },
        },
      },
    };
    const view = viewOf(secret, { scopeTypes: {} });
    const cells = [...specificationOf(view), ...tablesInSpecification(view)].map(specificationCells);
    expect(JSON.stringify(cells)).not.toMatch(/hunter2|Bearer/);
    expect(cells.flat()).toEqual(
      expect.arrayContaining(['"•••"', '"•••" & IF(order.live, order.token, "•••")', "'shown' & order.name"]),
    );
    expect(JSON.stringify(cells)).toContain('Denmark');
  });

  it('says statuses as people do', () => {
    const at = specificationColumns.indexOf('Status');
    expect(rows.map((one) => specificationCells(one)[at])).toEqual(['reviewed', 'wrong', '', '', '', 'to do']);
  });

  it('has a cell under every column', () => {
    for (const one of rows) expect(specificationCells(one)).toHaveLength(specificationColumns.length);
  });
});
