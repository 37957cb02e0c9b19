import { useMemo } from 'react';
import { analyse } from './analysis.ts';
import type { Analysis, AnalysisRequest } from './analysis.ts';

export function useAnalysis(request: AnalysisRequest): Analysis & { readonly stale: boolean } {
  const { view, doc, types, scope, positions } = request;
  return useMemo(
    () => ({ ...analyse({ view, doc, types, scope, positions }), stale: false }),
    [view, doc, types, scope, positions],
  );
}
