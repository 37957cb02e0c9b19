// Which target rows never got a value over all samples: rules that nobody has seen at work.
import { fieldEntries, isLoop, isStructure } from '@patchbay/model/mapping';
import type { MappingDocument, MappingRule } from '@patchbay/model/mapping';
import type { EvaluationContext, Scope } from '../evaluate/frame.ts';
import { compileMapping } from '../rules/compile-mapping.ts';
import type { CompiledMapping } from '../rules/compile-mapping.ts';
import type { RowResult } from '../rules/preview-mapping.ts';
import { childPath } from '../rules/rule-path.ts';
import type { RuleObserver } from '../rules/run-state.ts';

export interface RowCoverage {
  readonly path: string;
  /** In how many samples it got a value (for an item at least), had none, and failed without ever having one. */
  readonly filled: number;
  readonly empty: number;
  readonly failed: number;
}

export interface Coverage {
  /** Every rule but structures, in the order of the document. */
  readonly rows: readonly RowCoverage[];
  /** Paths that never got a value. */
  readonly never: readonly string[];
  /** How many of the rows got a value in each sample, in the order of the samples. */
  readonly inSamples: readonly number[];
  /** From 0 to 1; 1 where there is nothing to cover. */
  readonly share: number;
}

type State = 'filled' | 'empty' | 'failed';

/** Runs the mapping on every sample and looks at every item of every loop. A loop is filled when it made an item. */
export function measureCoverage(
  doc: MappingDocument,
  samples: readonly Scope[],
  {
    context,
    compiled = compileMapping(doc),
  }: { readonly context: EvaluationContext; readonly compiled?: CompiledMapping },
): Coverage {
  const states = samples.map((scope) => {
    const seen = new SeenValues();
    compiled.run(scope, context, { observe: seen });
    return seen.states;
  });
  return coverage(doc, samples.length, (path) => states.map((seen) => seen.get(path) ?? 'empty'));
}

/** As `measureCoverage`, from the results of the rows of each sample at hand (`evaluateRows`): those of the shown items. */
export function coverageOf(doc: MappingDocument, results: readonly ReadonlyMap<string, RowResult>[]): Coverage {
  return coverage(doc, results.length, (path) =>
    results.map((rows) => {
      const result = rows.get(path);
      if (result === undefined) return 'empty';
      if ('error' in result) return 'failed';
      return isFilled(result.value) ? 'filled' : result.elsewhere === undefined ? 'empty' : 'failed';
    }),
  );
}

class SeenValues implements RuleObserver {
  readonly states = new Map<string, State>();

  wrote(rule: string, value: unknown): void {
    if (isFilled(value)) this.states.set(rule, 'filled');
  }

  failed(rule: string): void {
    if (!this.states.has(rule)) this.states.set(rule, 'failed');
  }

  turned(loop: string): void {
    this.states.set(loop, 'filled');
  }

  left(): void {
    // A loop without a turn stays empty.
  }
}

function coverage(doc: MappingDocument, samples: number, statesOf: (path: string) => readonly State[]): Coverage {
  const paths: string[] = [];
  const inSamples = Array.from({ length: samples }, () => 0);
  visit(doc.root, '', (path) => paths.push(path));
  const rows = paths.map((path): RowCoverage => {
    const states = statesOf(path);
    for (const [at, state] of states.entries()) if (state === 'filled') inSamples[at] = (inSamples[at] ?? 0) + 1;
    const count = (wanted: State): number => states.filter((state) => state === wanted).length;
    return { path, filled: count('filled'), empty: count('empty'), failed: count('failed') };
  });
  const never = rows.filter(({ filled }) => filled === 0).map(({ path }) => path);
  return { rows, never, inSamples, share: rows.length === 0 ? 1 : (rows.length - never.length) / rows.length };
}

function visit(rule: MappingRule, path: string, add: (path: string) => void): void {
  if (!isStructure(rule) || isLoop(rule)) add(path);
  if (!isStructure(rule)) return;
  for (const [name, child] of fieldEntries(rule)) visit(child, childPath(path, name), add);
}

const isFilled = (value: unknown): boolean =>
  value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);
