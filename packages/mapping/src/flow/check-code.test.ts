// What a step of code reads and hands on where it works on records as they come.
import { aFlow } from '@patchbay/model/flow/testing';
import type { FlowDocument } from '@patchbay/model/flow';
import { describe, expect, it } from 'vitest';
import { checkFlow } from './check-flow.ts';
import { codeScopeAt } from './code-scope.ts';
import { scopeTypesAt } from './scope-types.ts';

const surroundings = { operations: {} };
const record = { type: 'object' as const, properties: { sku: { type: 'string' as const } } };

function overRecords(value = '2'): FlowDocument {
  const doc = aFlow()
    .withTrigger('start')
    .withRecordFilter('lines', 'true', '[{ n: 1 }]')
    .withCode('price', 'return { sku: String(item.n) }', { records: {}, inputs: [{ name: 'rate', value }] })
    .withRecordFilter('some', "item.sku != ''")
    .to('start', 'lines')
    .to('lines', 'price')
    .to('price', 'some')
    .build();
  const nodes = doc.nodes.map((node) => (node.kind === 'code' ? { ...node, outputSchema: record } : node));
  return { ...doc, nodes };
}

const found = (doc: FlowDocument): string[] =>
  checkFlow(doc, surroundings)
    .filter(({ severity }) => severity !== 'info')
    .map(({ code, at }) => `${at.nodeId}/${at.field}: ${code}`);

describe('code over records', () => {
  it('reads the record at hand and its place', () => {
    const scope = codeScopeAt(overRecords(), 'price', surroundings);
    expect(Object.keys(scope['item']?.properties ?? {})).toEqual(['n']);
    expect(scope['index']?.type).toBe('integer');
  });

  it('hands on records of the shape that its settings give', () => {
    expect(Object.keys(scopeTypesAt(overRecords(), 'some', surroundings)['item']?.properties ?? {})).toEqual(['sku']);
    expect(found(overRecords())).toEqual([]);
  });

  it('works its inputs out before there is a record', () => {
    expect(scopeTypesAt(overRecords(), 'price', surroundings)['item']).toBeUndefined();
    expect(found(overRecords('item.n'))).toEqual(['price/inputs.rate: expression.unknownName']);
  });
});
