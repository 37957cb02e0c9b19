import { aFlow } from '@patchbay/model/flow/testing';
import type { FlowDocument } from '@patchbay/model/flow';
import { describe, expect, it } from 'vitest';
import { checkFlow } from './check-flow.ts';
import { codeScopeAt } from './code-scope.ts';
import { bodyTypesOf, outputTypeOf, scopeTypesAt } from './scope-types.ts';

const surroundings = { operations: {} };
const doc = (output?: string, given: { onFailure?: 'skip' | 'collect'; batchSize?: number } = {}): FlowDocument =>
  aFlow()
    .withTrigger('start')
    .withMap('lines', { list: '[{ sku: "a" }]' })
    .withForEach('loop', 'steps.lines.list', { as: 'line', ...given, ...(output === undefined ? {} : { output }) })
    .withMap('price', { sku: 'line.sku', n: '2' })
    .withMap('after', { all: 'steps.loop' })
    .to('start', 'lines')
    .to('lines', 'loop')
    .to('loop', 'price', 'each')
    .to('loop', 'after')
    .build();
const found = (flow: FlowDocument): string[] =>
  checkFlow(flow, surroundings)
    .filter(({ severity }) => severity !== 'info')
    .map(({ code, at }) => `${at.nodeId}/${at.field}: ${code}`);

describe('the body of a loop', () => {
  it('reads the item by its name, and what stands around; the loop itself is not there yet', () => {
    const scope = scopeTypesAt(doc(), 'price', surroundings);
    expect(Object.keys(scope['line']?.properties ?? {})).toEqual(['sku']);
    expect(Object.keys(scope['steps']?.properties ?? {})).toEqual(['lines']);
    expect(scopeTypesAt(doc(undefined, { batchSize: 5 }), 'price', surroundings)['line']?.type).toBe('array');
    expect(found(doc())).toEqual([]);
  });

  it('reads a record of a loop over records, or a list of them, and its result is a list all the same', () => {
    const flow = (given: { batchSize?: number }): FlowDocument =>
      aFlow()
        .withTrigger('start')
        .withRecordFilter('orders', 'true', '[{ sku: "a" }]')
        .withForEach('loop', '', { as: 'line', records: {}, ...given })
        .withMap('price', { sku: given.batchSize === undefined ? 'line.sku' : 'line[0].sku' })
        .withMap('after', { all: 'steps.loop' })
        .to('start', 'orders')
        .to('orders', 'loop')
        .to('loop', 'price', 'each')
        .to('loop', 'after')
        .build();
    expect(Object.keys(scopeTypesAt(flow({}), 'price', surroundings)['line']?.properties ?? {})).toEqual(['sku']);
    expect(scopeTypesAt(flow({ batchSize: 5 }), 'price', surroundings)['line']?.items?.properties).toHaveProperty(
      'sku',
    );
    expect(scopeTypesAt(flow({}), 'loop', surroundings)['item']).toBeUndefined();
    expect(found(flow({}))).toEqual([]);
    expect(found(flow({ batchSize: 5 }))).toEqual([]);
    expect(outputTypeOf(flow({}), 'loop', surroundings)).toMatchObject({ items: { properties: { sku: {} } } });
  });

  it('is read by code as well', () => {
    const flow = aFlow()
      .withTrigger('start')
      .withForEach('loop', '[{ sku: "a" }]', { as: 'line' })
      .withCode('price', 'return line.sku', {})
      .to('start', 'loop')
      .to('loop', 'price', 'each')
      .build();
    expect(Object.keys(codeScopeAt(flow, 'price', surroundings)['line']?.properties ?? {})).toEqual(['sku']);
  });

  it('is seen from outside as a list of what the last step gave, or of the result', () => {
    const list = outputTypeOf(doc(), 'loop', surroundings);
    expect(Object.keys(list.items?.properties ?? {})).toEqual(['sku', 'n']);
    expect(outputTypeOf(doc('steps.price.n'), 'loop', surroundings).items?.type).toEqual(['integer', 'null']);
    const both = outputTypeOf(doc(undefined, { onFailure: 'collect' }), 'loop', surroundings);
    expect(Object.keys(both.properties ?? {})).toEqual(['done', 'failed']);
  });

  it('gives a result over the steps inside', () => {
    expect(Object.keys(bodyTypesOf(doc(), 'loop', surroundings)['steps']?.properties ?? {})).toEqual([
      'lines',
      'price',
    ]);
    expect(found(doc('steps.price.n + line.sku'))).toEqual(['loop/output: expression.typeMismatch']);
    expect(found(doc('steps.price.m'))).toEqual(['loop/output: expression.unknownField']);
  });

  it('is not read from outside', () => {
    const flow = doc();
    const nodes = flow.nodes.map((node) =>
      node.kind === 'map' && node.id === 'after'
        ? {
            ...node,
            mapping: { map: 1 as const, root: { fields: { x: { expr: 'steps.price.n' }, y: { expr: 'line' } } } },
          }
        : node,
    );
    expect(found({ ...flow, nodes }).sort()).toEqual([
      'after/mapping/x: flow.stepInsideBody',
      'after/mapping/y: expression.unknownName',
    ]);
  });
});
