// Where a mapping of the API runs. Small inputs run at once in this process, under a budget; larger ones go to the pool of
// threads, which may be killed. Without a pool (the command line) everything runs here.
import { compileMapping, evaluationSeed, testRunContext } from '@patchbay/mapping';
import type { Budget, MappingProblem, RejectedRecord } from '@patchbay/mapping';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { Json } from '@patchbay/model/schema';
import type { MapPool } from '@patchbay/sandbox';

export interface MapRunnerJob {
  /** With its bundle. */
  readonly document: MappingDocument;
  readonly scope: Readonly<Record<string, Json>>;
  /** Milliseconds since 1970: what NOW gives. RANDOM and UUID give the same for the same job. */
  readonly now: number;
}

export interface MapRunnerOutcome {
  readonly ok: boolean;
  readonly output: Json;
  readonly problems: readonly MappingProblem[];
  readonly rejected: readonly RejectedRecord[];
}

/** @throws AppError `unprocessable` when a job had to be ended, `unavailable` when too many wait. */
export type MapRunner = (job: MapRunnerJob) => Promise<MapRunnerOutcome>;

/** The pool of threads, as far as it is used here. */
export type MapPoolPort = Pick<MapPool, 'run'>;

/** Inputs up to this many characters of JSON run in this process. */
export const inlineSize = 64 * 1_024;
const inlineBudget: Partial<Budget> = { steps: 5_000_000, memory: 100_000_000 };
const deadlineMs = 30_000;

export interface MapRunnerOptions {
  readonly pool?: MapPoolPort | undefined;
  /** What a run in this process may use. */
  readonly budget?: Partial<Budget> | undefined;
}

export function createMapRunner({ pool, budget = inlineBudget }: MapRunnerOptions = {}): MapRunner {
  return async ({ document, scope, now }) => {
    if (pool !== undefined && isLargerThan(scope, inlineSize)) {
      const clock = { now, seed: evaluationSeed, path: '' };
      return pool.run({ mapping: document, scope: { value: scope }, clock, answer: 'value', deadlineMs });
    }
    return compileMapping(document).run(scope, testRunContext(now, budget));
  };
}

/** Whether the JSON text of a value is longer than so many characters, about; it stops counting there. */
export function isLargerThan(value: Json | Readonly<Record<string, Json>>, size: number): boolean {
  let left = size;
  const waiting: unknown[] = [value];
  while (waiting.length > 0 && left >= 0) {
    const next = waiting.pop();
    if (typeof next === 'string') left -= next.length + 2;
    else if (typeof next !== 'object' || next === null) left -= 5;
    else if (Array.isArray(next)) {
      left -= 2 + next.length;
      if (left >= 0) waiting.push(...(next as unknown[]));
    } else {
      for (const [name, inner] of Object.entries(next)) {
        left -= name.length + 4;
        waiting.push(inner);
      }
    }
  }
  return left < 0;
}
