import { describe, expect, it } from 'vitest';
import { compileExpression } from '../compile/compile-expression.ts';
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

  it('have unique names and say what they do', () => {
    const names = functionDefinitions.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { summary } of functionDefinitions) expect(summary).toMatch(/\.$/);
  });
});
