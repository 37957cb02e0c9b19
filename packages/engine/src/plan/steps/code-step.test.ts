import { CodeNode } from '@patchbay/model/flow';
import { describe, expect, it } from 'vitest';
import { testContext } from '@patchbay/mapping/testing';
import type { RunScope } from '../flow-plan.ts';
import { planCode } from './code-step.ts';

const scope: RunScope = {
  trigger: { body: 1 },
  steps: { a: 2, b: 3 },
  errors: {},
  vars: { rate: 4 },
  line: { sku: 'A' },
  item: { sku: 'B' },
  'no name': 5,
};
const given = (code: string, items?: string) => {
  const node = CodeNode.parse({
    id: 'code',
    name: 'code',
    label: 'Code',
    position: { x: 0, y: 0 },
    kind: 'code',
    language: 'javascript',
    code,
    inputs: [],
    ...(items === undefined ? {} : { items }),
  });
  return planCode(node).input(scope, testContext());
};

describe('what code reads', () => {
  it('is what it names: roots, steps, and the items of the loops around it', () => {
    expect(given('return steps.a').scope).toEqual({
      input: {},
      trigger: null,
      steps: { a: 2 },
      errors: { a: null },
      vars: {},
    });
    expect(given('return line.sku + item.sku').scope).toMatchObject({ line: { sku: 'A' }, item: { sku: 'B' } });
    expect(given('return x.line').scope).not.toHaveProperty('line');
  });
  it('is its own item where it runs for each of a list', () => {
    const { scope: read, records } = given('return item + line.sku', '[1, 2]');
    expect(read).toMatchObject({ line: { sku: 'A' } });
    expect(read).not.toHaveProperty('item');
    expect(records).toEqual([1, 2]);
  });
});
