import { MappingDocument } from '@patchbay/model/mapping';
import { describe, expect, it } from 'vitest';
import { documentOf, fixesOf, found, line, object, order } from '../../testing/checked.ts';
import { checkMapping, outputSchemaOf, scopeTypesOfRule } from '../check-mapping.ts';

describe('sub-mappings', () => {
  const inner = MappingDocument.parse({
    map: 1,
    sources: { line: { schema: line }, factor: {} },
    root: { fields: { sku: { expr: 'line.sku' } } },
  });
  const rest = (doc: object = inner) => ({ bundle: { mappings: { 'Line@1': doc } } });
  const rows = (given: unknown) => ({
    rows: { for: 'order.lines', as: 'l', fields: { v: { map: 'Line@1', with: given } } },
  });

  it('are there, and are given what they read', () => {
    expect(found(rows('l'), { rest: rest() })).toEqual(['warning mapping.missingParameter /rows/v#with']);
    expect(found(rows({ line: 'l.sku', factr: '1' }), { rest: rest() })).toEqual([
      'error expression.typeMismatch /rows/v#with.line',
      'error mapping.unknownParameter /rows/v#with.factr',
      'warning mapping.missingParameter /rows/v#with',
    ]);
    expect(found(rows({ line: 'l', factor: 'nope' }))).toEqual(
      [
        'error mapping.missingMapping /rows/v',
        'error expression.unknownName /rows/v#with.line',
        'error expression.unknownName /rows/v#with.factor',
      ].filter((one) => !one.includes('with.line')),
    );
  });

  it('say what they make, and whether they end', () => {
    const doc = documentOf(rows({ line: 'l', factor: '1' }), { rest: rest() });
    expect(outputSchemaOf(doc, {}).properties?.['rows']?.items?.properties?.['v']?.properties).toMatchObject({
      sku: { type: 'string' },
    });
    const target = object({ rows: { type: 'array', items: object({ v: object({ sku: { type: 'number' } }) }) } });
    expect(found(rows({ line: 'l', factor: '1' }), { rest: rest(), target })).toEqual([
      'error mapping.targetMismatch /rows/v',
    ]);
    const circle = { ...inner, root: { fields: { again: { map: 'Line@1', with: 'line' } } } };
    expect(found(rows({ line: 'l', factor: '1' }), { rest: rest(circle) })).toEqual([
      'error mapping.recursion /rows/v',
    ]);
    const broken = { ...inner, root: { fields: { sku: { expr: 'line.skuu +' } } } };
    expect(found(rows({ line: 'l', factor: '1' }), { rest: rest(broken) })).toEqual([
      'warning mapping.innerProblems /rows/v',
    ]);
  });
});

describe('sources', () => {
  it('tell which of their fields nobody reads', () => {
    const doc = documentOf({ a: { expr: 'order.id' }, l: { for: 'order.lines', fields: { s: { expr: 'item.sku' } } } });
    const unused = checkMapping(doc, {}).diagnostics.filter(({ code }) => code === 'mapping.unusedFields');
    expect(unused.map(({ severity, at, message }) => [severity, at.field, message])).toEqual([
      [
        'info',
        'mapping#source.order',
        '8 of 10 fields of order are not used: status, day, at, total, lines.qty and 3 more.',
      ],
    ]);
  });

  it('are checked where they come from, with their names', () => {
    const doc = documentOf(
      { a: { expr: 'o.id' }, b: { expr: 'vars.nope' } },
      { rest: { sources: { o: { from: 'trigger.boddy' }, vars: { from: 'trigger.body' } } } },
    );
    const types = { trigger: object({ body: order }, ['body']), vars: {} };
    expect(
      checkMapping(doc, types)
        .diagnostics.filter(({ severity }) => severity !== 'info')
        .map(({ code, at }) => [code, at.field]),
    ).toEqual([
      ['expression.unknownField', 'mapping#source.o'],
      ['mapping.shadowedName', 'mapping#source.vars'],
      ['expression.unknownField', 'mapping/b'],
    ]);
    expect(Object.keys(scopeTypesOfRule(doc, '/a', types))).toEqual(['o', 'vars', 'trigger']);
  });

  it('that are not in the library are said, and nothing is guessed of them', () => {
    const doc = documentOf(
      { a: { expr: 'o.anything' } },
      { rest: { sources: { o: { schema: 'Order@3' } }, target: { schema: 'Gone@1' } } },
    );
    expect(checkMapping(doc, {}).diagnostics.map(({ code, at }) => [code, at.field])).toEqual([
      ['mapping.missingSchema', 'mapping#source.o'],
      ['mapping.missingSchema', 'mapping#target'],
    ]);
  });
});

describe('unknown paths', () => {
  it('are offered for this rule and for all', () => {
    expect(fixesOf({ a: { expr: 'UPPER(order.statuss)' } })).toEqual([
      { kind: 'replaceText', title: 'Change to status', text: 'status' },
      {
        kind: 'relink',
        title: 'Change order.statuss to order.status everywhere',
        from: 'order.statuss',
        to: 'order.status',
      },
    ]);
  });
});
