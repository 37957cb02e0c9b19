import type { BranchNode, FlowNode, MergeNode } from '@patchbay/model/flow';
import { emptyFlow, NodeId, NodeName } from '@patchbay/model/flow';
import { aFlow } from '@patchbay/model/flow/testing';
import type { Json } from '@patchbay/model/schema';
import { seededContext } from '@patchbay/mapping';
import { describe, expect, it, test } from 'vitest';
import { whole } from '../records/testing/whole.ts';
import type { Arrival, PureResult, RunScope } from './flow-plan.ts';
import { planFlow } from './plan-flow.ts';
import { StepFailure } from './step-failure.ts';

const base = { id: NodeId.parse('n'), name: NodeName.parse('n'), label: 'The step', position: { x: 0, y: 0 } };
const context = seededContext({ now: 0, effectRoot: 'r', path: 'n' });

function run(node: FlowNode, given: { trigger?: Json; arrived?: readonly Arrival[] } = {}): PureResult {
  const [planned] = planFlow({ ...emptyFlow('f'), nodes: [node] }, () => undefined).nodes;
  const scope: RunScope = { trigger: given.trigger ?? null, steps: {}, errors: {}, vars: {} };
  const arrived = (): readonly Arrival[] => given.arrived ?? [];
  if (planned?.step.type === 'list') return whole(planned.step.run(scope, context, arrived));
  if (planned?.step.type === 'pure') return planned.step.run(scope, context, arrived);
  throw new RangeError('one step that is done at once');
}

describe('a branch by value', () => {
  const ways: BranchNode = {
    ...base,
    kind: 'branch',
    mode: 'switch',
    on: 'trigger.v',
    branches: [
      { port: 'home', label: '', condition: '', values: ['DE', '7', 'true'] },
      { port: 'near', label: '', condition: '', values: ['AT', 'DE'] },
    ],
  };
  test.each<[Json, string]>([
    ['DE', 'home'],
    ['AT', 'near'],
    ['de', 'otherwise'],
    [7, 'home'],
    ['7', 'home'],
    [true, 'home'],
    [null, 'otherwise'],
    ['null', 'otherwise'],
    [{ a: 1 }, 'otherwise'],
  ])('%j goes by %s', (v, port) => {
    expect(run(ways, { trigger: { v } })).toEqual({ output: [port], ports: [port] });
  });
});

describe('a merge', () => {
  const merge = (mode: MergeNode['mode'], key?: string): MergeNode => ({
    ...base,
    kind: 'merge',
    mode,
    ...(key === undefined ? {} : { key }),
  });
  const arrived: Arrival[] = [
    { name: 'stock', value: [{ sku: 'a', count: 3 }, { sku: 7, count: 1 }, { count: 9 }] },
    { name: 'prices', value: [{ sku: '7', price: 2 }, { sku: 'b', price: 5 }, { price: 1 }] },
  ];

  it('of all ways names each by its step', () => {
    expect(run(merge('all'), { arrived }).output).toEqual({ stock: arrived[0]?.value, prices: arrived[1]?.value });
  });

  it('of the first way hands it on', () => {
    expect(run(merge('any'), { arrived: arrived.slice(1) }).output).toEqual(arrived[1]?.value);
  });

  it('by a key joins records, keeps the order, and lets those without a key stand alone', () => {
    expect(run(merge('combine', 'item.sku'), { arrived }).output).toEqual([
      { sku: 'a', count: 3 },
      { sku: '7', count: 1, price: 2 },
      { count: 9 },
      { sku: 'b', price: 5 },
      { price: 1 },
    ]);
  });

  it('by a key takes one record for a list of one, and nothing for none', () => {
    const ways = [
      { name: 'one', value: { sku: 'a' } },
      { name: 'none', value: null },
    ];
    expect(run(merge('combine', 'item.sku'), { arrived: ways }).output).toEqual([{ sku: 'a' }]);
  });

  it('by a key says which way brought no records', () => {
    const ways = [{ name: 'words', value: ['a'] }];
    expect(() => run(merge('combine', 'item.sku'), { arrived: ways })).toThrow(/“words” gave something that is no rec/);
  });

  it('reads its ways in the order that was chosen', () => {
    const doc = aFlow()
      .withTrigger('t')
      .withMap('a')
      .withMap('b')
      .with({ ...merge('any'), order: [NodeId.parse('b')] })
      .to('t', 'a')
      .to('t', 'b')
      .to('a', 'n')
      .to('b', 'n')
      .build();
    const plan = planFlow(doc, () => undefined);
    const incoming = plan.nodes.find((node) => node.id === 'n')?.incoming ?? [];
    expect(incoming.map(({ source }) => plan.nodes[source]?.name)).toEqual(['b', 'a']);
  });
});

describe('stop and fail', () => {
  it('a stop keeps its reason', () => {
    const reason = { mode: 'expression' as const, expr: '"paid " & trigger' };
    expect(run({ ...base, kind: 'stop', reason }, { trigger: 'twice' })).toEqual({ output: 'paid twice', ports: [] });
  });

  it('a fail fails in its own words, under its own code', () => {
    const fail = { ...base, kind: 'fail' as const, message: { mode: 'expression' as const, expr: 'trigger' } };
    const thrown = (node: FlowNode, trigger: Json): unknown => {
      try {
        return run(node, { trigger });
      } catch (error) {
        return error instanceof StepFailure ? error.error : error;
      }
    };
    expect(thrown({ ...fail, code: 'outOfStock' }, 'No chairs left.')).toMatchObject({
      code: 'outOfStock',
      message: 'No chairs left.',
    });
    expect(thrown(fail, null)).toMatchObject({ code: 'failed', message: 'The flow ends here as failed.' });
  });
});
