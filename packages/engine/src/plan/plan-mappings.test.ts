import type { OperationManifest } from '@patchbay/model/connector';
import type { FlowDocument, FlowNode } from '@patchbay/model/flow';
import { emptyFlow } from '@patchbay/model/flow';
import { MappingDocument } from '@patchbay/model/mapping';
import { seededContext } from '@patchbay/mapping';
import { describe, expect, it } from 'vitest';
import type { PlannedStep, RunScope } from './flow-plan.ts';
import { planFlow } from './plan-flow.ts';
import { StepFailure } from './step-failure.ts';

const mapping = (fields: object, rest: object = {}): MappingDocument =>
  MappingDocument.parse({ map: 1, root: { fields }, ...rest });
const base = { id: 'n', name: 'n', label: 'The step', position: { x: 0, y: 0 } };
const manifest = { sideEffect: { kind: 'read' } } as unknown as OperationManifest;
const stepOf = (node: object): PlannedStep => {
  const doc: FlowDocument = { ...emptyFlow('f'), nodes: [{ ...base, ...node } as FlowNode] };
  const [planned] = planFlow(doc, () => manifest).nodes;
  if (planned === undefined) throw new RangeError('one node');
  return planned.step;
};
const scope: RunScope = { trigger: { body: { id: 7, lines: ['1', 'x'] } }, steps: {}, errors: {}, vars: {} };
const context = seededContext({ now: 0, effectRoot: 'r', path: 'n' });

describe('a map step that uses a mapping of the library', () => {
  const inner = mapping({ id: { expr: 'order.id' } }, { sources: { order: {} } });
  const use = { map: 'Order@1', with: 'trigger.body' };

  it('runs the one in its bundle, filled by “with”', () => {
    const step = stepOf({ kind: 'map', mapping: mapping({}, { bundle: { mappings: { 'Order@1': inner } } }), use });
    expect(step.type === 'map' && step.run(scope, context, () => [])).toEqual({ output: { id: 7 }, ports: ['out'] });
  });

  it('fails with words when the flow does not hold it', () => {
    const step = stepOf({ kind: 'map', mapping: mapping({}), use });
    expect(() => step.type === 'pure' && step.run(scope, context, () => [])).toThrow(StepFailure);
  });
});

describe('an input that a mapping builds', () => {
  const input = (fields: object): PlannedStep =>
    stepOf({ kind: 'action', operation: 'a.b', input: { body: { mode: 'mapping', mapping: mapping(fields) } } });
  const lines = { for: 'trigger.body.lines', fields: { n: { expr: 'NUMBER(item)', onError: 'skip' } } };

  it('is sent with what it left out told', () => {
    const step = input({ lines });
    expect(step.type === 'effect' && step.input(scope, context)).toMatchObject({
      values: { body: { lines: [{ n: 1 }] } },
      rejected: { count: 1, first: [{ path: '/lines', source: 'trigger.body.lines[1]', index: 1, item: 'x' }] },
    });
    const plain = input({ id: { expr: 'trigger.body.id' } });
    expect(plain.type === 'effect' && plain.input(scope, context)).toEqual({ values: { body: { id: 7 } } });
  });

  it('fails its step with every path', () => {
    const step = input({ a: { expr: '1 / 0' }, b: { expr: '-"x"' } });
    try {
      if (step.type === 'effect') step.input(scope, context);
      expect.unreachable();
    } catch (thrown) {
      expect(thrown instanceof StepFailure && thrown.error.details).toMatchObject([{ path: '/a' }, { path: '/b' }]);
    }
  });
});
