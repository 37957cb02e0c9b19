import type { MappingDocument } from '@patchbay/model/mapping';
import { describe, expect, it } from 'vitest';
import { addedRule, asKind, constantOf, constantText, movedRule, renamedRule, ruleAt } from './rule-edits.ts';

const doc: MappingDocument = {
  map: 1,
  lookups: { country: { values: { DK: 'DNK' } } },
  root: {
    fields: {
      id: { expr: 'trigger.body.id' },
      lines: { for: 'trigger.body.lines', as: 'line', fields: { sku: { expr: 'line.sku' }, 'a/b': { const: 1 } } },
    },
  },
};

describe('rule edits', () => {
  it('finds rules by path, through loops and odd names', () => {
    expect(ruleAt(doc, '/lines/sku')).toEqual({ expr: 'line.sku' });
    expect(ruleAt(doc, '/lines/a~1b')).toEqual({ const: 1 });
    expect(ruleAt(doc, '/nothing/here')).toBeUndefined();
  });

  it('renames in place and refuses a taken or blank name', () => {
    const renamed = renamedRule(doc, '/id', 'orderId');
    expect(Object.keys(renamed?.root.fields ?? {})).toEqual(['orderId', 'lines']);
    expect(renamedRule(doc, '/id', 'lines')).toBeNull();
    expect(renamedRule(doc, '/id', ' ')).toBeNull();
  });

  it('moves a rule among its siblings', () => {
    expect(Object.keys(movedRule(doc, '/lines', -1).root.fields)).toEqual(['lines', 'id']);
    expect(Object.keys(movedRule(doc, '/id', -1).root.fields)).toEqual(['id', 'lines']);
  });

  it('carries over what both kinds have', () => {
    expect(asKind({ expr: 'a.b', when: 'a.c' }, 'lookup', doc)).toEqual({ lookup: 'country', key: 'a.b', when: 'a.c' });
    const lines = ruleAt(doc, '/lines');
    expect(asKind(lines, 'object', doc)).toEqual({ fields: { sku: { expr: 'line.sku' }, 'a/b': { const: 1 } } });
  });

  it('adds a rule under a free name', () => {
    const added = addedRule(doc, '/lines');
    expect(added.path).toBe('/lines/field3');
    expect(ruleAt(added.doc, added.path)).toEqual({ expr: '' });
  });

  it.each([
    ['12', 12],
    ['true', true],
    ['DE', 'DE'],
    ['"12"', '12'],
  ])('reads the constant %s', (text, value) => {
    expect(constantOf(text)).toEqual(value);
    expect(constantOf(constantText(value))).toEqual(value);
  });
});
