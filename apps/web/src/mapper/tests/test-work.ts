// The tests of a mapping and the coverage of its samples: pure, and told everything; it runs in a worker.
import {
  compileMapping,
  mappingTests,
  measureCoverage,
  runMappingTest,
  testNow,
  testRunContext,
} from '@patchbay/mapping';
import type { Scope, TestVerdict } from '@patchbay/mapping';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { SampleCoverage } from './tests-state.ts';

export interface TestWork {
  /** The document as it runs: what it uses of the library is in its bundle. */
  readonly doc: MappingDocument;
  /** The data that coverage is measured over: samples and tests. */
  readonly scopes: readonly Scope[];
}

export interface TestWorkDone {
  readonly verdicts: ReadonlyMap<string, TestVerdict>;
  readonly coverage: SampleCoverage | null;
  readonly neverFilled: ReadonlySet<string>;
}

/** Tests may take longer than a preview: they do not stand in a person's way. */
export const testBudget = { steps: 50_000_000, memory: 400_000_000 } as const;

export function doTestWork({ doc, scopes }: TestWork): TestWorkDone {
  const compiled = compileMapping(doc);
  const verdicts = new Map<string, TestVerdict>();
  for (const test of mappingTests(doc)) verdicts.set(test.name, runMappingTest({ doc, compiled }, test, testBudget));
  if (scopes.length === 0) return { verdicts, coverage: null, neverFilled: new Set() };
  const context = testRunContext(testNow({}), testBudget);
  const { rows, never, inSamples } = measureCoverage(doc, scopes, { context, compiled });
  return {
    verdicts,
    coverage: { samples: scopes.length, rules: rows.length, filled: rows.length - never.length, inSamples },
    neverFilled: new Set(never),
  };
}
