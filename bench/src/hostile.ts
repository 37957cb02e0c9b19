// 100,000 drawn expressions over hostile names, over hostile data: only typed errors, printing is stable, nothing inherited is
// touched or read. usage: node bench/src/hostile.ts [count] [seed]
import { compileExpression, EvaluationError } from '@patchbay/mapping';
import { expressionOver, hostileNames, testContext } from '@patchbay/mapping/testing';
import { parseExpression, printExpression } from '@patchbay/model/expression';
import * as fc from 'fast-check';

const count = Number(process.argv[2] ?? 100_000);
const seed = Number(process.argv[3] ?? 7);

const intrinsics = [Object, Array, String, Number, Boolean, Function, Map, Set, Date, RegExp, Promise, Error];
const pictureOf = (): string =>
  intrinsics.flatMap(({ prototype }) => Reflect.ownKeys(prototype as object).map((key) => `${String(key)}`)).join();

/** Every hostile name is a field, three levels deep; what it holds is data. */
function hostileScope(depth: number): Record<string, unknown> {
  return Object.fromEntries(
    hostileNames.map((name, at) => [
      name,
      depth === 0 ? at : at % 3 === 0 ? [hostileScope(0)] : hostileScope(depth - 1),
    ]),
  );
}

const before = pictureOf();
const scope = hostileScope(2);
const names = [...hostileNames];
const texts = fc.sample(fc.oneof(expressionOver(names), fc.string({ maxLength: 40 }), fc.constantFrom(...names)), {
  numRuns: count,
  seed,
});
const told = { values: 0, 'typed errors': 0, 'leaks of functions': 0, 'unstable prints': 0, 'other errors': 0 };
for (const text of texts) {
  const { ast, diagnostics } = parseExpression(text);
  // A text with mistakes is never printed: it stays as it was typed.
  if (diagnostics.length === 0) {
    const printed = printExpression(ast);
    if (printExpression(parseExpression(printed).ast) !== printed) told['unstable prints'] += 1;
  }
  try {
    const value = compileExpression(text).evaluate(scope, testContext({ steps: 100_000 }));
    told.values += 1;
    if (typeof value === 'function' || value === undefined) told['leaks of functions'] += 1;
  } catch (error) {
    if (error instanceof EvaluationError) told['typed errors'] += 1;
    else told['other errors'] += 1;
  }
}
console.log(`${texts.length} expressions, seed ${seed}`);
for (const [what, times] of Object.entries(told)) console.log(`${what.padEnd(20)} ${times}`);
console.log(`prototypes           ${pictureOf() === before ? 'untouched' : 'CHANGED'}`);
process.exitCode = told['other errors'] + told['unstable prints'] + told['leaks of functions'] > 0 ? 1 : 0;
