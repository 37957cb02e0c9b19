// The heavy part of what the screen shows: results on the sample, and problems. Pure, and told everything: it runs at once
// for small mappings and in a worker for large ones.
import { checkMapping, evaluateRows } from '@patchbay/mapping';
import type { EvaluationContext, RowResult, Scope, ScopeTypes } from '@patchbay/mapping';
import type { Diagnostic } from '@patchbay/model/errors';
import type { MappingDocument } from '@patchbay/model/mapping';

export interface AnalysisRequest {
  /** The document as it runs: what it uses of the library is in its bundle. */
  readonly doc: MappingDocument;
  readonly types: ScopeTypes;
  /** Undefined when there is no data at hand: no results then. */
  readonly scope: Scope | undefined;
  /** Which item is shown, by the path of the loop. */
  readonly positions: Readonly<Record<string, number>>;
}

export interface Analysis {
  readonly results: ReadonlyMap<string, RowResult>;
  readonly diagnostics: readonly Diagnostic[];
}

export const noAnalysis: Analysis = { results: new Map(), diagnostics: [] };

/** The results of before where the new ones say the same: their rows need not be drawn again. */
export function keptResults(next: Analysis['results'], before: Analysis['results']): Analysis['results'] {
  const kept = new Map<string, RowResult>();
  for (const [path, result] of next) {
    const known = before.get(path);
    kept.set(path, known !== undefined && sameResult(known, result) ? known : result);
  }
  return kept;
}

function sameResult(one: RowResult, other: RowResult): boolean {
  if ('error' in one || 'error' in other) return false;
  return one.value === other.value && one.turns === other.turns && one.passed === other.passed;
}

/** Time and chance stand still in previews, so that a value changes only when a rule does. */
export const previewContext: EvaluationContext = {
  now: Date.parse('2026-01-31T12:00:00Z'),
  random: () => 0.5,
  uuid: () => '00000000-0000-4000-8000-000000000000',
  budget: { steps: 2_000_000 },
};

/** What a case gives stands at its row. */
const byRow = (results: ReadonlyMap<string, RowResult>): ReadonlyMap<string, RowResult> =>
  new Map([...results].map(([key, result]) => [key.replace(/#switch\.(\d+)\.then$/, '#case.$1'), result]));

export function analyse({ doc, types, scope, positions }: AnalysisRequest): Analysis {
  return {
    results: scope === undefined ? new Map() : byRow(evaluateRows(doc, scope, { ...previewContext, positions })),
    diagnostics: checkMapping(doc, types).diagnostics,
  };
}
