import { aFlow } from '@patchbay/model/flow/testing';
import type { ListSettings } from '@patchbay/model/flow/testing';
import type { Json } from '@patchbay/model/schema';
import { seededContext } from '@patchbay/mapping';
import { describe, expect, it } from 'vitest';
import { whole } from '../records/testing/whole.ts';
import type { PureResult, RunScope } from './flow-plan.ts';
import { planFlow } from './plan-flow.ts';
import { StepFailure } from './step-failure.ts';

const context = seededContext({ now: 0, effectRoot: 'r', path: 'n' });
const lines = [
  { sku: 'b', qty: 2, price: 5 },
  { sku: 'a', qty: 1, price: 3 },
  { sku: 'b', qty: 4, price: 5 },
  { sku: null, qty: 1, price: 1 },
];

function run(settings: ListSettings, trigger: Json = { lines }): PureResult {
  const doc = aFlow().withList('n', settings).build();
  const [planned] = planFlow(doc, () => undefined).nodes;
  if (planned?.step.type !== 'list') throw new RangeError('one step over a list');
  const scope: RunScope = { trigger, steps: {}, errors: {}, vars: {} };
  return whole(planned.step.run(scope, context, () => []));
}

describe('a step over a list', () => {
  it('sorts', () => {
    const keys = [
      { by: 'item.sku', order: 'asc' as const },
      { by: 'item.qty', order: 'desc' as const },
    ];
    const { output, ports } = run({ kind: 'sort', items: 'trigger.lines', keys });
    expect([output, ports]).toEqual([[lines[1], lines[2], lines[0], lines[3]], ['out']]);
  });

  it('removes duplicates', () => {
    expect(run({ kind: 'deduplicate', items: 'trigger.lines', by: ['item.sku'] }).output).toEqual([
      lines[0],
      lines[1],
      lines[3],
    ]);
  });

  it('aggregates', () => {
    const measures = [
      { name: 'lines', kind: 'count' as const },
      { name: 'value', kind: 'sum' as const, of: 'item.qty * item.price' },
    ];
    const groupBy = [{ name: 'sku', expr: 'item.sku' }];
    expect(run({ kind: 'aggregate', items: 'trigger.lines', groupBy, measures }).output).toEqual([
      { sku: 'b', lines: 2, value: 30 },
      { sku: 'a', lines: 1, value: 3 },
      { sku: null, lines: 1, value: 1 },
    ]);
  });

  it('joins', () => {
    const join = {
      kind: 'join' as const,
      items: 'trigger.lines',
      key: 'item.sku',
      partners: 'trigger.products',
      partnerKey: 'item.id',
      as: 'product',
    };
    const trigger = { lines, products: [{ id: 'a', title: 'Apple' }] };
    expect(run({ ...join, keep: 'inner' }, trigger).output).toEqual([
      { ...lines[1], product: { id: 'a', title: 'Apple' } },
    ]);
    expect(run({ ...join, keep: 'left' }, trigger).output).toMatchObject([
      { product: null },
      { product: { id: 'a' } },
      {},
      {},
    ]);
  });

  it('validates: both ways may be taken, and the history says what was wrong', () => {
    const rules = [{ rule: 'required' as const, field: 'sku' }];
    const result = run({ kind: 'validate', items: 'trigger.lines', rules });
    expect(result.ports).toEqual(['out', 'invalid']);
    expect(result.output).toMatchObject({ valid: lines.slice(0, 3), invalid: [{ record: lines[3] }] });
    expect(result.rejected).toEqual({ count: 1, first: [{ item: lines[3], reason: 'sku: There is no value.' }] });
    expect(run({ kind: 'validate', items: 'trigger.lines', rules }, { lines: [lines[3] ?? null] }).ports).toEqual([
      'invalid',
    ]);
    expect(run({ kind: 'validate', items: 'trigger.none', rules }).ports).toEqual(['out']);
  });

  it('takes nothing as an empty list, and refuses what is none', () => {
    const sort = { kind: 'sort' as const, items: 'trigger.lines', keys: [{ by: 'item', order: 'asc' as const }] };
    expect(run(sort, {}).output).toEqual([]);
    expect(() => run(sort, { lines: 'x' })).toThrow(StepFailure);
  });
});
