// A sample with its present result becomes a test.
import { compileMapping, inputScope, testNow, testRunContext } from '@patchbay/mapping';
import type { MappingProblem, Scope } from '@patchbay/mapping';
import { addSample, isRefusal, setExpected } from '@patchbay/mapping/edit';
import type { EditResult } from '@patchbay/mapping/edit';
import { parseExpression, referencesOf } from '@patchbay/model/expression';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { Json } from '@patchbay/model/schema';
import { testBudget } from './test-work.ts';

/** Characters of JSON that a test may hold: it is kept inside the mapping, and goes wherever that goes. */
export const largestTest = 1_000_000;

export interface TestResult {
  readonly output: Json;
  readonly problems: readonly MappingProblem[];
}

/** What the mapping makes of a scope as a test runs it: the time stands still. */
export function resultForTest(doc: MappingDocument, scope: Scope, now: number): TestResult {
  const { output, problems } = compileMapping(doc).run(scope, testRunContext(now, testBudget));
  return { output, problems };
}

/**
 * The input of a test from the data at hand: what the mapping has names for. Headers that no rule reads are left out, for
 * they may hold secrets, and a test goes wherever the mapping goes.
 */
export function testInput(doc: MappingDocument, scope: Scope, readRoots: ReadonlySet<string>): Json {
  const sources = Object.entries(doc.sources ?? {});
  const isFromFlow = (name: string): boolean => Object.hasOwn(scope, name) && flowRoots.has(name);
  const filled = sources.filter(([, { from }]) => from !== undefined);
  const isWorkedOut = filled.length > 0 && Object.keys(scope).some(isFromFlow);
  const own = sources.filter((one) => !filled.includes(one) || (!isWorkedOut && !readsOwn(one, sources)));
  const wanted =
    sources.length === 0
      ? Object.keys(scope)
      : [...own.map(([name]) => name), ...(isWorkedOut ? Object.keys(scope).filter(isFromFlow) : [])];
  const kept = wanted
    .filter((name) => Object.hasOwn(scope, name))
    .map((name) => [name, withoutHeaders(name, scope[name], readRoots)]);
  return JSON.parse(JSON.stringify(Object.fromEntries(kept))) as Json;
}

/** What flows have at hand: sources that are filled from it are worked out again. */
const flowRoots: ReadonlySet<string> = new Set(['trigger', 'steps', 'errors', 'vars', 'item']);

type Source = readonly [string, { readonly from?: string | undefined }];

/** Whether a source is filled from others of the document. */
const readsOwn = ([, { from = '' }]: Source, sources: readonly Source[]): boolean =>
  referencesOf(parseExpression(from).ast).some(({ root }) => sources.some(([name]) => name === root));

function withoutHeaders(name: string, value: unknown, readRoots: ReadonlySet<string>): unknown {
  if (name !== 'trigger' || readRoots.has('trigger.headers') || readRoots.has('trigger')) return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'headers'));
}

export interface NewTest {
  readonly name: string;
  readonly in: Json;
  readonly out: Json;
}

/** A sample of that name with the same input becomes a test; else one more sample is added. */
export function withTest(doc: MappingDocument, test: NewTest): EditResult {
  const size = JSON.stringify(test.in).length + JSON.stringify(test.out).length;
  if (size > largestTest) {
    return {
      refused: `The sample is too large for a test: with its result it has ${(size / 1_000_000).toFixed(1)} million characters, and a test is kept inside the mapping, which takes one million. Take a smaller sample.`,
    };
  }
  const same = doc.samples?.find(
    ({ name, in: input }) => name === test.name && JSON.stringify(input) === JSON.stringify(test.in),
  );
  if (same !== undefined) return setExpected(doc, test.name, { out: test.out });
  const added = addSample(doc, test);
  return isRefusal(added) ? added : { ...added, said: `Saved the test ${nameOf(added, test)}.` };
}

const nameOf = (added: { readonly name?: string }, test: NewTest): string => added.name ?? test.name;

/** The document with what its mapping makes now as the expected result; with the reason where it cannot be made. */
export function withAcceptedResult(doc: MappingDocument, resolved: MappingDocument, name: string): EditResult {
  const sample = doc.samples?.find((one) => one.name === name);
  if (sample === undefined) return { refused: `There is no test “${name}” any more.` };
  const input = inputScope(resolved, sample.in);
  if ('mistake' in input) return { refused: input.mistake };
  const { output } = resultForTest(resolved, input.scope, testNow(sample));
  const edit = setExpected(doc, name, { out: output });
  return isRefusal(edit) ? edit : { ...edit, said: `Accepted the new result of ${name}.` };
}
