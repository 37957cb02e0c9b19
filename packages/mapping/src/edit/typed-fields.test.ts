// Fields of a mapping without a target schema that have a type by hand: kept by every edit, checked as a schema's are.
import { MappingDocument, targetUseOf } from '@patchbay/model/mapping';
import { describe, expect, it, vi } from 'vitest';
import { viewOf, withDocument } from '../lineage/mapping-view.ts';
import { checkMapping } from '../rules/check-mapping.ts';
import { compileMapping } from '../rules/compile-mapping.ts';
import { testContext } from '../testing/context.ts';
import { setType } from './condition-edits.ts';
import { convertRule } from './convert-rule.ts';
import { duplicateRule } from './duplicate-rule.ts';
import { isRefusal } from './edit.ts';
import type { EditResult } from './edit.ts';
import { renameRule } from './rename-rule.ts';
import { ruleAt } from './rule-at.ts';
import { setRule } from './set-rule.ts';

const doc = MappingDocument.parse({
  map: 1,
  root: {
    fields: {
      no: { type: 'integer', expr: 'order.no' },
      on: { type: 'date', expr: 'order.on' },
      free: { expr: 'order.any' },
      lines: { for: 'order.lines', fields: { sku: { type: 'string', expr: 'item.sku' } } },
    },
  },
});
const made = (result: EditResult): MappingDocument => {
  if (isRefusal(result)) throw new Error(result.refused);
  return result.doc;
};
const typeAt = (of: MappingDocument, path: string): unknown =>
  (ruleAt(of, path) as { type?: string } | undefined)?.type;
const problems = (order: object): string[] =>
  compileMapping(doc)
    .run({ order }, testContext())
    .problems.map(({ path, message }) => `${path}: ${message}`);

describe('types of fields', () => {
  it('are the shape of the target where it has no schema, in the order of the fields', () => {
    expect(targetUseOf(doc)).toEqual({
      type: 'object',
      properties: {
        no: { type: 'integer' },
        on: { type: 'string', format: 'date' },
        free: {},
        lines: { type: 'array', items: { type: 'object', properties: { sku: { type: 'string' } } } },
      },
    });
    expect(targetUseOf({ ...doc, target: { schema: 'Order@1' } })).toBe('Order@1');
    expect(
      targetUseOf(setRule(MappingDocument.parse({ map: 1, root: { fields: {} } }), '/a', { expr: '1' })),
    ).toBeUndefined();
    const orNull = { type: 'number' as const, expr: '1', onNull: 'null' as const };
    expect(targetUseOf({ root: { fields: { a: orNull } } })).toMatchObject({
      properties: { a: { type: ['number', 'null'] } },
    });
  });

  it('are checked before and in a run, as those of a schema', () => {
    const any = { type: 'array' as const, items: {} };
    const order = {
      type: 'object' as const,
      properties: { no: any, on: { type: 'string' as const }, any, lines: any },
    };
    expect(checkMapping(doc, { order }).diagnostics.filter(({ severity }) => severity !== 'info')).toMatchObject([
      { at: { field: 'mapping/no' } },
    ]);
    expect(problems({ no: 7, on: '2026-03-01', any: {}, lines: [{ sku: 'a' }] })).toEqual([]);
    expect(problems({ no: 'seven', on: 'May', lines: [{ sku: 1 }] })).toEqual([
      expect.stringMatching(/^\/no: .*whole number/),
      expect.stringMatching(/^\/on: .*date/),
      expect.stringMatching(/^\/lines\/0\/sku: .*text/),
    ]);
  });

  it('are given, changed and taken away', () => {
    const given = made(setType(doc, '/free', 'boolean'));
    expect(typeAt(given, '/free')).toBe('boolean');
    expect(MappingDocument.parse(given)).toEqual(given);
    expect(Object.keys(ruleAt(given, '/free') ?? {})).toEqual(['type', 'expr']);
    const taken = made(setType(given, '/free', undefined));
    expect(taken).toEqual(doc);
    expect(JSON.stringify(taken)).toBe(JSON.stringify(doc));
    expect(setType(doc, '/lines', 'string')).toHaveProperty('refused');
  });

  it('stay with the field, whatever fills it and whatever it is called', () => {
    expect(typeAt(setRule(doc, '/no', { const: 3 }), '/no')).toBe('integer');
    expect(typeAt(made(renameRule(doc, '/no', 'number')), '/number')).toBe('integer');
    expect(typeAt(made(duplicateRule(doc, '/on')), '/on2') ?? typeAt(made(duplicateRule(doc, '/on')), '/on_2')).toBe(
      'date',
    );
    expect(typeAt(made(convertRule(viewOf(doc), '/no', { kind: 'switch' })), '/no')).toBe('integer');
    expect(typeAt(made(convertRule(viewOf(doc), '/no', { kind: 'object' })), '/no')).toBeUndefined();
  });

  it('are compared once for each document', () => {
    const edited = setRule(doc, '/free', { expr: 'order.another' });
    const text = vi.spyOn(JSON, 'stringify');
    const first = targetUseOf(edited);
    const compared = text.mock.calls.length;
    expect([targetUseOf(edited), targetUseOf(edited)]).toEqual([first, first]);
    expect(text.mock.calls.length).toBe(compared);
    text.mockRestore();
  });

  it('leave what was checked alone while no type changes', () => {
    const edited = setRule(doc, '/free', { expr: 'order.other' });
    expect(targetUseOf(edited)).toBe(targetUseOf(doc));
    const view = viewOf(doc);
    expect(withDocument(view, edited).target).toBe(view.target);
    expect(withDocument(view, made(setType(doc, '/free', 'number'))).target).toMatchObject({
      properties: { free: { type: 'number' } },
    });
  });
});
