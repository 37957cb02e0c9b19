import { aFlow } from '@patchbay/model/flow/testing';
import type { BranchNode, FlowDocument } from '@patchbay/model/flow';
import { describe, expect, it } from 'vitest';
import { checkFlow } from './check-flow.ts';
import { outputTypeOf, scopeTypesAt } from './scope-types.ts';

const surroundings = { operations: {} };
const found = (doc: FlowDocument): string[] =>
  checkFlow(doc, surroundings).map(({ code, at }) => `${at.nodeId}/${at.field}: ${code}`);

describe('a merge', () => {
  const doc = (mode: 'all' | 'any' | 'combine', key?: string): FlowDocument =>
    aFlow()
      .withTrigger('start')
      .withMap('one', { sku: '"a"', count: '1' })
      .withMap('two', { sku: '"b"', price: '2' })
      .withMerge('both', mode, key)
      .to('start', 'one')
      .to('start', 'two')
      .to('one', 'both')
      .to('two', 'both')
      .build();
  const typeOf = (flow: FlowDocument) => outputTypeOf(flow, 'both', surroundings);

  it('hands on each way by its name', () => {
    const type = typeOf(doc('all'));
    expect(Object.keys(type.properties ?? {})).toEqual(['one', 'two']);
    expect(Object.keys(type.properties?.['two']?.properties ?? {})).toEqual(['sku', 'price']);
  });

  it('hands on one of the ways', () => {
    expect(Object.keys(typeOf(doc('any')).properties ?? {}).sort()).toEqual(['count', 'price', 'sku']);
  });

  it('hands on joined records, and its key reads a record', () => {
    const flow = doc('combine', 'item.sku');
    expect(Object.keys(typeOf(flow).items?.properties ?? {})).toEqual(['sku', 'count', 'price']);
    expect(Object.keys(scopeTypesAt(flow, 'both', surroundings))).toContain('item');
    expect(found(flow)).toEqual([]);
    expect(found(doc('combine', 'item.skuu'))).toEqual(['both/key: expression.unknownField']);
    expect(found(doc('combine'))).toEqual(['both/key: expression.empty']);
  });
});

describe('a branch by value', () => {
  const branch = (values: (string[] | undefined)[], on = 'trigger.body'): FlowDocument => {
    const built = aFlow().withTrigger('start').withBranch('ways', { a: '', b: '' }).to('start', 'ways').build();
    const node = built.nodes.find((one): one is BranchNode => one.kind === 'branch');
    if (node === undefined) throw new RangeError('one branch');
    const branches = node.branches.map((way, index) => {
      const given = values[index];
      return given === undefined ? way : { ...way, values: given };
    });
    return {
      ...built,
      nodes: built.nodes.map((one) => (one === node ? { ...node, mode: 'switch', on, branches } : one)),
    };
  };

  it('needs a value, and values for each way; conditions do not count', () => {
    expect(found(branch([['x'], ['y']]))).toEqual([]);
    expect(found(branch([['x'], undefined], ''))).toEqual([
      'ways/on: expression.empty',
      'ways/branches.b: flow.noValues',
    ]);
  });

  it('says when a value has gone already', () => {
    expect(found(branch([['x'], ['y', 'x']]))).toEqual(['ways/branches.b: flow.valueTwice']);
  });
});
