import { describe, expect, it } from 'vitest';
import { namesRoot, renameStepInCode, stepsNamedIn, variablesNamedIn } from './code-names.ts';

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
    expect(namesRoot('$vars.rate', '$vars')).toBe(true);
    expect(namesRoot('$varsity + a$vars', '$vars')).toBe(false);
  });

  it.each<[string, (string | null)[]]>([
    ['return vars.rate + vars?.region + other.vars.no', ['rate', 'region']],
    ['// see vars\n/* vars[x], vars.old */ return "vars.note" + vars.rate', ['rate']],
    ['return `vars ${vars.rate} vars`', ['rate']],
    [`return vars['rate'] + vars?.["größe"] + vars[\`eu\`]`, ['rate', 'größe', 'eu']],
    ['const { rate, region: r, zone = "a, b", } = vars;\nreturn rate', ['rate', 'region', 'zone']],
    ['const { rate, ...rest } = vars', ['rate', null]],
    ['const { [key]: a } = vars', [null]],
    ["const { 'rate': a } = vars", [null]],
    ['const { rate } = vars[key]', [null]],
    ['return vars[key]', [null]],
    ["return vars['a' + key]", [null]],
    ['const vars = { rate: 1 }; return vars.rate', [null, 'rate']],
    ['const p = /["]/; return vars.rate + "\\""', ['rate']],
    ['return [...vars.list]', ['list']],
    ['return "vars.rate', ['rate']],
  ])('of variables are found in %j', (code, names) => expect([...variablesNamedIn(code)]).toEqual(names));

  it('of variables are found in one go, however long the code is', () => {
    const long = 'const { a } = vars; vars; '.repeat(3_500);
    expect([...variablesNamedIn(long)]).toEqual(['a', null]);
  });

  it('follow a step that is renamed, and nothing else does', () => {
    const code =
      'const a = steps.charge.id + errors?.charge.code + steps.charge_card + other.steps.charge + steps\n  .charge;';
    expect(renameStepInCode(code, 'charge', 'pay')).toBe(
      'const a = steps.pay.id + errors?.pay.code + steps.charge_card + other.steps.charge + steps\n  .pay;',
    );
  });
});
