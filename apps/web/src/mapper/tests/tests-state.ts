// What the tests of the mapping and the coverage of its samples said last.
import type { TestVerdict } from '@patchbay/mapping';

export interface TestsState {
  /** `stale`: the mapping has changed since, and a new answer is on its way. */
  readonly status: 'none' | 'stale' | 'done';
  /** By the name of the sample. */
  readonly verdicts: ReadonlyMap<string, TestVerdict>;
  readonly coverage: SampleCoverage | null;
  /** Rules that got no value in any sample; empty until that is known. */
  readonly neverFilled: ReadonlySet<string>;
}

export interface SampleCoverage {
  /** How many samples were looked at. */
  readonly samples: number;
  /** Rules that make a value, and how many of them made one in a sample at least. */
  readonly rules: number;
  readonly filled: number;
  /** How many made one in each sample, in their order. */
  readonly inSamples: readonly number[];
}

export const notTested: TestsState = { status: 'none', verdicts: new Map(), coverage: null, neverFilled: new Set() };

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
}

export function testCounts(verdicts: TestsState['verdicts']): TestCounts {
  let passed = 0;
  for (const verdict of verdicts.values()) if (verdict.passed) passed += 1;
  return { passed, failed: verdicts.size - passed };
}
