// The tests of a mapping: its samples that say what must come out. The server, the command line and the screen judge alike.
import type { MappingDocument, MappingSample } from '@patchbay/model/mapping';
import type { Json } from '@patchbay/model/schema';
import type { Budget, EvaluationContext } from '../evaluate/frame.ts';
import { seededContext } from '../evaluate/seeded-context.ts';
import type { CompiledMapping, MappingOutcome } from '../rules/compile-mapping.ts';
import type { MappingProblem } from '../rules/rule-problem.ts';
import { differencesOf } from './differences-of.ts';
import type { ValueDifference } from './differences-of.ts';
import { inputScope } from './input-scope.ts';

export interface MappingTest {
  /** The name of the sample. */
  readonly name: string;
  readonly in: Json;
  readonly out: Json;
  /** Milliseconds since 1970: what NOW gives. */
  readonly now: number;
}

export interface TestVerdict {
  /** The output is what is expected, and no value failed. */
  readonly passed: boolean;
  /** At most a hundred. */
  readonly differences: readonly ValueDifference[];
  readonly problems: readonly MappingProblem[];
}

/** NOW of a test that does not say its own: always the same, or a test would pass today and fail tomorrow. */
const frozenNow = Date.UTC(2026, 0, 15, 12);

/** RANDOM and UUID begin with it in every run that belongs to no flow: the same input makes the same output. */
export const evaluationSeed = 'evaluate';

/** The start of the run that a sample takes; the one of all tests when it says none. */
export function testNow({ now }: Pick<MappingSample, 'now'>): number {
  const at = Date.parse(now ?? '');
  return Number.isNaN(at) ? frozenNow : at;
}

/** In the order of the document. Samples without an expected output are no tests. */
export const mappingTests = ({ samples = [] }: Pick<MappingDocument, 'samples'>): MappingTest[] =>
  samples.flatMap((sample) =>
    sample.out === undefined ? [] : [{ name: sample.name, in: sample.in, out: sample.out, now: testNow(sample) }],
  );

export const testRunContext = (now: number, budget?: Partial<Budget>): EvaluationContext =>
  seededContext({ now, effectRoot: evaluationSeed, path: '', budget });

export function judgeTest(
  { out }: Pick<MappingTest, 'out'>,
  { ok, output, problems }: Pick<MappingOutcome, 'ok' | 'output' | 'problems'>,
): TestVerdict {
  const differences = differencesOf(out, output);
  return { passed: ok && differences.length === 0, differences, problems };
}

/** A test that cannot be run: its input is not one for this mapping. */
export const failedTest = (message: string): TestVerdict => ({
  passed: false,
  differences: [],
  problems: [{ path: '', rule: '', code: 'input', message }],
});

/** @param doc with its bundle, as `compiled` was made of it */
export function runMappingTest(
  { doc, compiled }: { readonly doc: MappingDocument; readonly compiled: CompiledMapping },
  test: MappingTest,
  budget?: Partial<Budget>,
): TestVerdict {
  const input = inputScope(doc, test.in);
  if ('mistake' in input) return failedTest(input.mistake);
  return judgeTest(test, compiled.run(input.scope, testRunContext(test.now, budget)));
}
