// The tests of a mapping: its samples that say what must come out.
import { performance } from 'node:perf_hooks';
import { AppError } from '@patchbay/model/errors';
import type { MappingDocument, MappingSample } from '@patchbay/model/mapping';
import type { Json } from '@patchbay/model/schema';
import { problemsOf } from './evaluate-mapping.ts';
import { differencesOf } from './json-difference.ts';
import type { MapRunner } from './map-runner.ts';
import type { TestResult, TestsRun } from './mapper.contract.ts';
import { readInput } from './mapping-input.ts';

/** NOW of a test that does not say its own: always the same, or a test would pass today and fail tomorrow. */
const frozenNow = Date.UTC(2026, 0, 15, 12);

/** `document` carries its bundle. Samples without an expected output are no tests. */
export async function runTests(
  run: MapRunner,
  document: MappingDocument,
  names?: readonly string[],
): Promise<TestsRun> {
  const results: TestResult[] = [];
  for (const sample of document.samples ?? []) {
    const { name, out } = sample;
    if (out === undefined || (names !== undefined && !names.includes(name))) continue;
    const began = performance.now();
    const made = await runTest(run, document, { ...sample, out });
    results.push({ name, ...made, ms: Math.round((performance.now() - began) * 100) / 100 });
  }
  const passed = results.filter((result) => result.passed).length;
  return { passed, failed: results.length - passed, results };
}

async function runTest(
  run: MapRunner,
  document: MappingDocument,
  { in: input, out, now }: MappingSample & { out: Json },
): Promise<Omit<TestResult, 'name' | 'ms'>> {
  try {
    const { scope } = readInput(document, { input });
    const at = Date.parse(now ?? '');
    const outcome = await run({ document, scope, now: Number.isNaN(at) ? frozenNow : at });
    const differences = differencesOf(out, outcome.output);
    return { passed: differences.length === 0 && outcome.ok, differences, problems: problemsOf(outcome) };
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'unavailable') throw error;
    const message = error.userMessage ?? error.message;
    return { passed: false, differences: [], problems: [{ path: '', rule: '', code: 'input', message }] };
  }
}
