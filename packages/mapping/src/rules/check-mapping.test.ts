import { MappingDocument } from '@patchbay/model/mapping';
import { inferSchema, typesOf } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import canonicalMapping from '../../fixtures/canonical-order.mapping.json' with { type: 'json' };
import order from '../../fixtures/order.json' with { type: 'json' };
import { testContext } from '../testing/context.ts';
import { checkMapping } from './check-mapping.ts';
import { evaluateRows } from './preview-mapping.ts';
import { setRule } from '../edit/set-rule.ts';
import { mappingRows } from './mapping-rows.ts';

const document = MappingDocument.parse(canonicalMapping);
const scope = { trigger: { type: 'object' as const, required: ['body'], properties: { body: inferSchema([order]) } } };
const found = (doc: MappingDocument) =>
  checkMapping(doc, scope)
    .diagnostics.filter(({ severity }) => severity !== 'info')
    .map(({ code, at }) => [code, at.field]);

it('ends where a source and the target are alternatives of themselves', () => {
  const schema = { oneOf: [{ $ref: '#' }, { type: 'object', properties: { a: { type: 'string' } } }] };
  const doc = { map: 1, sources: { x: { schema } }, target: { schema }, root: { fields: { a: { expr: 'x.b' } } } };
  expect(() => checkMapping(MappingDocument.parse(doc), {})).not.toThrow();
});

describe('checkMapping', () => {
  it('warns of the canonical order only where a value may be missing', () => {
    expect(checkMapping(document, scope).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('finds what the target does not allow', () => {
    let doc = setRule(document, '/orderNumber', undefined);
    doc = setRule(doc, '/curency', { expr: 'order.currency' });
    doc = setRule(doc, '/totals/pieces', { const: 'seven' });
    doc = setRule(doc, '/lines/quantity', { expr: 'line.sku' });
    doc = setRule(doc, '/shipTo', { for: 'order.line_items', fields: {} });
    expect(found(doc)).toEqual(
      expect.arrayContaining([
        ['mapping.requiredUnmapped', 'mapping/orderNumber'],
        ['mapping.unknownTarget', 'mapping/curency'],
        ['mapping.targetMismatch', 'mapping/totals/pieces'],
        ['expression.typeMismatch', 'mapping/lines/quantity'],
        ['mapping.targetMismatch', 'mapping/shipTo'],
      ]),
    );
  });

  it('checks every part of a rule in its own scope', () => {
    const doc = MappingDocument.parse({
      map: 1,
      root: {
        let: { a: 'trigger.body.name', b: 'a & nope' },
        fields: {
          rows: {
            for: 'trigger.body.line_items',
            as: 'l',
            where: 'l.sku',
            when: 'line',
            fields: { x: { expr: 'l.skuu & b' }, t: { lookup: 'none', key: 'a' } },
          },
          no: { for: 'a', fields: {} },
        },
      },
    });
    expect(found(doc)).toEqual([
      ['expression.unknownName', 'mapping#let.b'],
      ['expression.unknownName', 'mapping/rows#when'],
      ['expression.typeMismatch', 'mapping/rows#where'],
      ['expression.unknownField', 'mapping/rows/x'],
      ['mapping.unknownTable', 'mapping/rows/t'],
      ['mapping.notAList', 'mapping/no#for'],
    ]);
  });

  it('knows the shape of what comes out', () => {
    const { target: _target, ...free } = document;
    const type = checkMapping(free, scope).outputType;
    expect(typesOf(type.properties?.['totals']?.properties?.['gross'] ?? {})).toEqual(['number']);
    expect(type.properties?.['lines']?.items?.properties?.['quantity']).toEqual({ type: 'integer' });
    expect(type.properties?.['lines']?.items?.required).not.toContain('note');
  });
});

describe('mappingRows', () => {
  it('shows rules and what is still unmapped, in order', () => {
    const rows = mappingRows(setRule(document, '/totals', undefined));
    expect(rows.slice(0, 2)).toMatchObject([
      {
        path: '/orderNumber',
        depth: 0,
        kind: 'expression',
        text: "SUBSTITUTE(order.name, '#', '', 1)",
        required: true,
        types: ['string'],
      },
      { path: '/sourceId', kind: 'expression' },
    ]);
    expect(rows.find(({ path }) => path === '/lines')).toMatchObject({
      kind: 'loop',
      text: 'order.line_items',
      types: ['array'],
    });
    expect(rows.find(({ path }) => path === '/lines/sku')).toMatchObject({
      kind: 'expression',
      depth: 1,
      required: true,
    });
    expect(rows.find(({ path }) => path === '/totals/net')).toMatchObject({
      kind: 'unmapped',
      depth: 1,
      types: ['number'],
      required: true,
    });
    expect(rows.find(({ path }) => path === '/shipTo/country')).toMatchObject({
      kind: 'lookup',
      text: 'to.country_code',
    });
  });
});

describe('setRule', () => {
  it('replaces in place, makes objects on the way, deletes, and leaves the document alone', () => {
    const doc = MappingDocument.parse({ map: 1, root: { fields: { a: { expr: '1' }, b: { expr: '2' } } } });
    const before = JSON.stringify(doc);
    expect(Object.keys(setRule(doc, '/a', { const: 1 }).root.fields)).toEqual(['a', 'b']);
    expect(setRule(doc, '/x/y~1z', { expr: '3' }).root.fields['x']).toEqual({ fields: { 'y/z': { expr: '3' } } });
    expect(setRule(doc, '/a/b', { expr: '3' }).root.fields['a']).toEqual({ fields: { b: { expr: '3' } } });
    expect(setRule(doc, '/a', undefined).root.fields).toEqual({ b: { expr: '2' } });
    expect(setRule(doc, '/q/r', undefined)).toEqual(doc);
    expect(Object.keys(setRule(doc, '/__proto__', { expr: '3' }).root.fields)).toEqual(['a', 'b', '__proto__']);
    expect(JSON.stringify(doc)).toBe(before);
  });
});

describe('evaluateRows', () => {
  const sample = { trigger: { body: order } };
  it('gives each row its value, inside loops of the chosen item', () => {
    const rows = evaluateRows(document, sample, testContext());
    expect(rows.get('/orderNumber')).toEqual({ value: '1042' });
    expect(rows.get('/lines/sku')).toEqual({ value: 'MUG-RED-350' });
    expect(rows.get('/lines')).toMatchObject({ value: [{ lineNo: 1 }, { lineNo: 2 }, { lineNo: 3 }] });
    expect(evaluateRows(document, sample, { ...testContext(), positions: { '/lines': 1 } }).get('/lines/note')).toEqual(
      {
        value: 'engraving: I.S.',
      },
    );
  });

  it('gives the error of a row, also of the target schema and of a text that does not parse', () => {
    let doc = setRule(document, '/currency', { expr: 'order.name' });
    doc = setRule(doc, '/totals/tax', { expr: 'order.total_tax * 2' });
    doc = setRule(doc, '/orderNumber', { expr: '1 +' });
    const rows = evaluateRows(doc, sample, testContext());
    expect(rows.get('/orderNumber')).toMatchObject({ error: { code: 'syntax' } });
    expect(rows.get('/totals/tax')).toMatchObject({ error: { code: 'typeMismatch' } });
    expect(
      evaluateRows(setRule(document, '/currency', { expr: 'order.name' }), sample, testContext()).get('/currency'),
    ).toMatchObject({ error: { code: 'target.pattern' } });
  });
});
