// Values that no stack holds: rules upon rules nest deeper than any JSON that is read.
import { describe, expect, it } from 'vitest';
import { compileExpression } from '../compile/compile-expression.ts';
import { testContext } from '../testing/context.ts';
import { checkMapping } from './check-mapping.ts';
import { compileMapping } from './compile-mapping.ts';

function deepList(): unknown {
  let deep: unknown = 1;
  for (let level = 0; level < 100_000; level += 1) deep = [deep];
  return deep;
}

describe('a value that is nested too deep', () => {
  it.each(['TOJSON(deep)', 'UNIQUE([deep])', 'deep = [deep]', 'deep.x', 'SUM(deep)', 'GROUPBY([deep], v -> v)'])(
    'ends as a spent budget: %s',
    (expr) => {
      const scope = { deep: deepList() };
      const doc = { map: 1 as const, sources: { deep: {} }, root: { fields: { x: { expr } } } };
      expect(compileMapping(doc).run(scope, testContext()).problems).toMatchObject([
        { code: 'budgetExceeded', path: '/x' },
      ]);
      expect(() => compileExpression(expr).evaluate(scope, testContext())).toThrow(
        expect.objectContaining({ code: 'budgetExceeded' }),
      );
    },
  );

  it.each(['UNIQUE([a2999])', 'a2999 = [a2999]', 'MERGE(a2999, a2999)', 'SORT([a2999, a2999])'])(
    'is checked as any other: %s',
    (expr) => {
      const names = Array.from({ length: 3_000 }, (_, at) => [`a${at}`, at === 0 ? '1' : `{x: a${at - 1}}`]);
      const doc = { map: 1 as const, root: { let: Object.fromEntries(names), fields: { x: { expr } } } };
      expect(() => checkMapping(doc as never, {})).not.toThrow();
    },
  );
});
