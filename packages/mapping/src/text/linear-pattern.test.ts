import { describe, expect, it } from 'vitest';
import { compileExpression } from '../compile/compile-expression.ts';
import { testContext } from '../testing/context.ts';

describe('a pattern', () => {
  const pattern = "'(a?){200}a{200}'";

  it.each([`REGEXTEST(t, ${pattern})`, `REGEXEXTRACT(t, ${pattern})`, `REGEXREPLACE(t, ${pattern}, 'b')`])(
    'is charged by the size of its program: %s',
    (text) => {
      const compiled = compileExpression(text);
      const context = testContext({ steps: 200_000 });
      expect(() => compiled.evaluate({ t: 'a'.repeat(5_000) }, context)).toThrow(
        expect.objectContaining({ code: 'budgetExceeded' }),
      );
      expect(compiled.evaluate({ t: 'a'.repeat(500) }, context)).toBeTruthy();
    },
  );
});
