// The tests of a mapping, where its runs of the API happen.
import { performance } from 'node:perf_hooks';
import { setImmediate as pause } from 'node:timers/promises';
import { AppError } from '@patchbay/model/errors';
import { failedTest, inputScope, judgeTest, mappingTests } from '@patchbay/mapping';
import type { MappingTest, TestVerdict } from '@patchbay/mapping';
import type { MappingDocument } from '@patchbay/model/mapping';
import { problemsOf } from './evaluate-mapping.ts';
import type { MapRunner } from './map-runner.ts';
import type { TestDifference, TestResult, TestsRun } from './mapper.contract.ts';

export interface TestsOptions {
  /** Only the tests with these names. */
  readonly names?: readonly string[] | undefined;
  /** After so long no other test is begun; those that were not run have failed. */
  readonly deadlineMs?: number | undefined;
}

/** What a request may take for the tests of one mapping. */
export const serverTestsMs = 60_000;

/** `document` carries its bundle. Samples without an expected output are no tests. Others get their turn between the tests. */
export async function runTests(
  run: MapRunner,
  document: MappingDocument,
  { names, deadlineMs = Number.POSITIVE_INFINITY }: TestsOptions = {},
): Promise<TestsRun> {
  const results: TestResult[] = [];
  const start = performance.now();
  for (const test of mappingTests(document)) {
    const { name } = test;
    if (names !== undefined && !names.includes(name)) continue;
    await pause();
    const began = performance.now();
    const isLate = began - start > deadlineMs;
    const { passed, differences, problems } = isLate ? notRun : await runTest(run, document, test);
    results.push({
      name,
      passed,
      differences: differences.map((difference): TestDifference => ({ ...difference })),
      problems: problemsOf({ problems }),
      ms: Math.round((performance.now() - began) * 100) / 100,
    });
  }
  const passed = results.filter((result) => result.passed).length;
  return { passed, failed: results.length - passed, results };
}

const notRun = failedTest('It was not run: the tests before took too long. Make them smaller, or run fewer at once.');

async function runTest(run: MapRunner, document: MappingDocument, test: MappingTest): Promise<TestVerdict> {
  const input = inputScope(document, test.in);
  if ('mistake' in input) return failedTest(input.mistake);
  try {
    return judgeTest(test, await run({ document, scope: input.scope, now: test.now }));
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'unavailable') throw error;
    return failedTest(error.userMessage ?? error.message);
  }
}
