import { useMemo } from 'react';
import { analyse } from './analysis.ts';
import type { Analysis, AnalysisRequest } from './analysis.ts';

export function useAnalysis({
  view,
  types,
  scope,
  positions,
}: AnalysisRequest): Analysis & { readonly stale: boolean } {
  return useMemo(
    () => ({ ...analyse({ view, types, scope, positions }), stale: false }),
    [view, types, scope, positions],
  );
}
