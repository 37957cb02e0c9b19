import { traceRule } from '@patchbay/mapping';
import type { TraceNode } from '@patchbay/mapping';
import { pathNames } from '@patchbay/model/mapping';
import type { MappingDocument } from '@patchbay/model/mapping';
import { useMemo } from 'react';
import { aloneAt } from '../data/alone-at.ts';
import { previewContext } from '../data/analysis.ts';
import { useMapperData, useMapperState } from '../mapper-context.ts';

export type ItemChoice = Readonly<Record<number, number>>;

/** The tree of one expression with the value of each node; undefined where it is not worked out on this sample, and without a path. */
export function useRuleTrace(path: string | null, part: string, items: ItemChoice): TraceNode | undefined {
  const { resolved, sample } = useMapperData();
  const positions = useMapperState((state) => state.positions);
  return useMemo(() => {
    if (sample === undefined || path === null) return undefined;
    const doc = readsTarget(resolved, path) ? resolved : aloneAt(resolved, path);
    return traceRule(doc, `${path}${part}`, sample.scope, { ...previewContext, positions, items });
  }, [resolved, sample, positions, path, part, items]);
}

/** What reads earlier values of the target needs the rules that make them; the rest needs but the way to it. */
function readsTarget(doc: MappingDocument, path: string): boolean {
  const alone = aloneAt(doc, path);
  return pathNames(path).length > 0 && JSON.stringify(alone.root).includes('$target');
}
