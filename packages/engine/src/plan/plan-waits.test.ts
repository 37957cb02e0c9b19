// When delays end, and what is asked.
import { seededContext } from '@patchbay/mapping';
import { aFlow } from '@patchbay/model/flow/testing';
import { describe, expect, test } from 'vitest';
import { planFlow } from './plan-flow.ts';
import type { PlannedStep, RunScope } from './flow-plan.ts';

const now = Date.UTC(2026, 2, 29, 12);
const context = seededContext({ now, effectRoot: 'root', path: 'x' });
const scope: RunScope = { trigger: { body: { id: 'ORD-1', n: 3 } }, steps: {}, errors: {}, vars: {} };
const stepOf = (flow: ReturnType<typeof aFlow>): PlannedStep => {
  const [, node] = planFlow(flow.to('start', 'x').build(), () => undefined).nodes;
  if (node === undefined) throw new Error('not planned');
  return node.step;
};
const untilOf = (value: string, given: Parameters<ReturnType<typeof aFlow>['withDelay']>[2] = {}): string => {
  const step = stepOf(aFlow().withTrigger('start').withDelay('x', value, given));
  if (step.type !== 'delay') throw new Error('no delay');
  return new Date(step.until(scope, context, now)).toISOString();
};

describe('a delay', () => {
  test.each([
    ['trigger.body.n', {}, '2026-03-29T12:03:00.000Z'],
    ['1.5', { unit: 'hours' }, '2026-03-29T13:30:00.000Z'],
    ["'90'", { unit: 'seconds' }, '2026-03-29T12:01:30.000Z'],
    ["'PT5M'", {}, '2026-03-29T12:05:00.000Z'],
    ["'P1DT2H3M4.5S'", {}, '2026-03-30T14:03:04.500Z'],
    ["'P2W'", {}, '2026-04-12T12:00:00.000Z'],
    ['0', {}, '2026-03-29T12:00:00.000Z'],
    ["'2026-03-30T08:00:00+02:00'", { mode: 'until' }, '2026-03-30T06:00:00.000Z'],
    ["'2026-03-30T08:00'", { mode: 'until' }, '2026-03-30T08:00:00.000Z'],
    ["'2026-04-01'", { mode: 'until' }, '2026-04-01T00:00:00.000Z'],
    ["'2020-01-01T00:00:00Z'", { mode: 'until' }, '2020-01-01T00:00:00.000Z'],
  ] as const)('of %s %o ends at %s', (value, given, until) => {
    expect(untilOf(value, given)).toBe(until);
  });

  test.each([
    ["'soon'", {}],
    ["'P'", {}],
    ["'PT'", {}],
    ["'P1DT'", {}],
    ['-1', {}],
    ['null', {}],
    ['trigger.body', {}],
    ["'P400D'", {}],
    ["'2026-13-01'", { mode: 'until' }],
    ['5', { mode: 'until' }],
    ["'2030-01-01'", { mode: 'until' }],
  ] as const)('of %s %o is refused', (value, given) => {
    expect(() => untilOf(value, given)).toThrow(/^The delay /);
  });
});

test('an approval asks in the words of the run, and cuts what is too long for a list', () => {
  const step = stepOf(
    aFlow()
      .withTrigger('start')
      .withApproval('x', {
        title: { mode: 'expression', expr: '"Ship " & trigger.body.id & "?"' },
        description: { mode: 'mapped', path: 'trigger.body' },
        fields: [{ name: 'note', label: 'Note', type: 'text' }],
      }),
  );
  if (step.type !== 'ask') throw new Error('asks nothing');
  expect(step.question(scope, context)).toEqual({
    title: 'Ship ORD-1?',
    description: '{\n  "id": "ORD-1",\n  "n": 3\n}',
    fields: [{ name: 'note', label: 'Note', type: 'text' }],
    decidedBy: 'operator',
    byLink: false,
  });
});
