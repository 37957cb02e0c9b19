import { FieldValue } from '@patchbay/model/flow';
import { describe, expect, it } from 'vitest';
import { EvaluationError } from '../evaluate/evaluation-error.ts';
import type { RejectedRecord } from '../rules/rule-problem.ts';
import { testContext } from '../testing/context.ts';
import { checkFieldValue } from './check-field-value.ts';
import { compileFieldValue, MappingFailed } from './compile-field-value.ts';

const structured = (fields: object): FieldValue =>
  FieldValue.parse({ mode: 'mapping', mapping: { map: 1, root: { fields } } });
const scope = { trigger: { body: { id: 7, lines: ['1', 'x'] } } };

describe('a structured input', () => {
  it('is made of the scope around, alone and inside entries', () => {
    const value = structured({ id: { expr: 'trigger.body.id' }, sent: { const: true } });
    expect(compileFieldValue(value).evaluate(scope, testContext())).toEqual({ id: 7, sent: true });
    const entries = compileFieldValue({ mode: 'entries', entries: [{ name: 'inner', value }] });
    expect(entries.evaluate(scope, testContext())).toEqual({ inner: { id: 7, sent: true } });
  });

  it('tells what it left out, and fails when that is all of it', () => {
    const rejected: RejectedRecord[] = [];
    const lines = { for: 'trigger.body.lines', fields: { n: { expr: 'NUMBER(item)', onError: 'skip' } } };
    const value = compileFieldValue(structured({ lines }));
    expect(value.evaluate(scope, testContext(), (record) => rejected.push(record))).toEqual({ lines: [{ n: 1 }] });
    expect(rejected).toMatchObject([{ path: '/lines', index: 1, item: 'x' }]);
    const whole = compileFieldValue(structured({ n: { expr: '1 / 0', onError: 'skip' } }));
    expect(() => whole.evaluate(scope, testContext())).toThrow(MappingFailed);
  });

  it('fails with every problem', () => {
    const value = compileFieldValue(structured({ a: { expr: '1 / 0' }, b: { expr: '-"x"' } }));
    try {
      value.evaluate(scope, testContext());
      expect.unreachable();
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(EvaluationError);
      expect(thrown instanceof MappingFailed && thrown.problems.map(({ path }) => path)).toEqual(['/a', '/b']);
      expect(thrown instanceof Error && thrown.message).toMatch(/^\/a cannot be worked out\. .* And 1 more\.$/);
    }
  });

  it('is checked against what the field expects, with the place of the rule', () => {
    const expected = {
      type: 'object' as const,
      required: ['id', 'name'],
      properties: { id: { type: 'string' as const } },
    };
    const { diagnostics } = checkFieldValue(structured({ id: { const: 1 } }), { trigger: {} }, expected);
    expect(diagnostics.map(({ code, at }) => [code, at.field])).toEqual([
      ['mapping.requiredUnmapped', 'mapping/name'],
      ['mapping.targetMismatch', 'mapping/id'],
    ]);
  });
});
