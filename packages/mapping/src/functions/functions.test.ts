import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inferSchema } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import { checkExpression } from '../check/check-expression.ts';
import { compileExpression } from '../compile/compile-expression.ts';
import { EvaluationError } from '../evaluate/evaluation-error.ts';
import { compileTargetCheck } from '../rules/target-check.ts';
import { testContext } from '../testing/context.ts';
import { functionDefinitions } from './index.ts';

describe('functions', () => {
  it.each(
    functionDefinitions.flatMap((definition) => definition.examples.map((example) => [example.expr, example] as const)),
  )('example %s', (_, { expr, result, scope }) => {
    const compiled = compileExpression(expr);
    expect(compiled.diagnostics).toEqual([]);
    expect(compiled.evaluate(scope ?? {}, testContext())).toEqual(result);
  });

  it.each(
    functionDefinitions.flatMap((definition) => definition.examples.map((example) => [example.expr, example] as const)),
  )('the type that the checker gives %s is that of its result', (_, { expr, result, scope }) => {
    const types = Object.fromEntries(
      Object.entries(scope ?? {}).map(([name, value]) => [name, inferSchema([value as Json])]),
    );
    const { type, diagnostics } = checkExpression(expr, types);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(compileTargetCheck(type)(result)).toEqual([]);
  });

  it('give a JSON value or a typed error, whatever they are given', () => {
    const pieces = [
      null,
      '',
      'a',
      '2026-03-29',
      '2026-03-29T01:58:44Z',
      'dd.MM.yyyy',
      'UTC',
      'month',
      'de',
      ',',
      '(',
      '__proto__',
      '😀',
      -1,
      0,
      1,
      2.5,
      1e300,
      -1e300,
      9e15,
      true,
      [],
      [1, 'a', null],
      [[1]],
      {},
      { key: 'a', value: 1 },
      [{ key: '__proto__', value: 1 }],
    ];
    const argument = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...pieces) },
      {
        weight: 1,
        arbitrary: fc.jsonValue({ maxDepth: 2 }).map((value): unknown => JSON.parse(JSON.stringify(value))),
      },
    );
    const compiled = new Map<string, ReturnType<typeof compileExpression>>();
    const compile = (expr: string): ReturnType<typeof compileExpression> => {
      const known = compiled.get(expr) ?? compileExpression(expr);
      compiled.set(expr, known);
      return known;
    };
    fc.assert(
      fc.property(
        fc.constantFrom(...functionDefinitions),
        fc.array(argument, { minLength: 6, maxLength: 6 }),
        (definition, values) => {
          const least = definition.parameters.filter(
            ({ optional, repeats }) => optional !== true && repeats !== true,
          ).length;
          const most = definition.parameters.at(-1)?.repeats === true ? 4 : definition.parameters.length;
          for (let count = least; count <= most; count += 1) {
            const names = ['a', 'b', 'c', 'd', 'e', 'g'].slice(0, count);
            const [a, b, c, d, e, g] = values;
            try {
              const result = compile(`${definition.name}(${names.join(', ')})`).evaluate(
                { a, b, c, d, e, g },
                testContext(),
              );
              expect(JSON.parse(JSON.stringify(result))).toEqual(result);
            } catch (cause) {
              expect(cause, `${definition.name} ${JSON.stringify(values)}`).toBeInstanceOf(EvaluationError);
            }
          }
        },
      ),
      { numRuns: 2000 },
    );
    expect(({} as Record<string, unknown>)['value']).toBeUndefined();
  });

  it('have unique names and say what they do', () => {
    const names = functionDefinitions.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { summary } of functionDefinitions) expect(summary).toMatch(/\.$/);
  });
});
