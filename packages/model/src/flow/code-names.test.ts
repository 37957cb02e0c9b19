import { describe, expect, it } from 'vitest';
import { namesRoot, renameStepInCode, stepsNamedIn } from './code-names.ts';

describe('names in code', () => {
  it.each([
    ['return steps.charge.status', ['charge']],
    ['return steps?.charge ?? errors . refund.code', ['charge', 'refund']],
    ['return mysteps.a + item.steps.b + $steps.c', []],
    ['// steps.note\nreturn 1', ['note']],
    ['return 1', []],
  ])('are found in %j', (code, names) => expect([...(stepsNamedIn(code) ?? ['any'])]).toEqual(names));

  it.each(['return steps[name]', 'const { a } = steps;', 'return { ...steps }', 'keys(errors)'])(
    'may be any in %j',
    (code) => expect(stepsNamedIn(code)).toBeNull(),
  );

  it('are roots only as words of their own', () => {
    expect(namesRoot('return trigger.body', 'trigger')).toBe(true);
    expect(namesRoot('return input.trigger', 'trigger')).toBe(false);
    expect(namesRoot('return triggers', 'trigger')).toBe(false);
    expect(namesRoot('return [...vars]', 'vars')).toBe(true);
  });

  it('follow a step that is renamed, and nothing else does', () => {
    const code =
      'const a = steps.charge.id + errors?.charge.code + steps.charge_card + other.steps.charge + steps\n  .charge;';
    expect(renameStepInCode(code, 'charge', 'pay')).toBe(
      'const a = steps.pay.id + errors?.pay.code + steps.charge_card + other.steps.charge + steps\n  .pay;',
    );
  });
});
