import { lineageOf } from '@patchbay/mapping';
import { useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import type { MapperHost } from '../mapper-host.ts';
import type { MapperStore } from '../mapper.store.ts';
import { withTables } from '../lookups/tables-panel.ts';
import { sourceTree } from '../rows/source-tree.ts';
import { targetTree } from '../rows/target-tree.ts';
import { samePlaces } from '../rows/tree-node.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { withCovered } from './covered-results.ts';
import {
  indexOfKeys,
  mapperSamples,
  mapperSources,
  mapperView,
  meterOf,
  resolvedDocument,
  problemsByRow,
  unusedFields,
} from './mapper-data.ts';
import type { MapperData } from './mapper-data.ts';
import { useAnalysis } from './use-analysis.ts';
import { sameElements, sameKeys, sameLines, sameMembers, useStable } from './use-stable.ts';

/** Derives what the screen shows; each part only when what it comes from has changed. */
export function useDerived(host: MapperHost, store: MapperStore): MapperData {
  const { doc, library, sources: around, givenTarget, samples: atHand, types } = host;
  const cuts = useStore(store, (state) => state.cuts);
  const sampleId = useStore(store, (state) => state.sampleId);
  const positions = useStore(store, (state) => state.positions);
  const view = useMemo(
    () => mapperView({ doc, library, sources: around, givenTarget }),
    [doc, library, around, givenTarget],
  );
  const resolved = useMemo(() => resolvedDocument(view, givenTarget), [view, givenTarget]);
  const sources = useStable(
    useMemo(() => mapperSources(view, { doc, sources: around }), [view, doc, around]),
    sameElements,
  );
  const samples = useStable(
    useMemo(() => mapperSamples({ doc, samples: atHand }), [doc, atHand]),
    sameElements,
  );
  const panels = useMemo(() => withTables(sources, doc.lookups), [sources, doc.lookups]);
  const sourceNodes = useMemo(() => sourceTree(panels, cuts.source), [panels, cuts.source]);
  const sourceAt = useMemo(() => indexOfKeys(sourceNodes), [sourceNodes]);
  const lastNodes = useRef<readonly TargetNode[]>([]);
  const targetNodes = useMemo(() => {
    lastNodes.current = targetTree(doc, view.target, cuts.target, lastNodes.current);
    return lastNodes.current;
  }, [doc, view.target, cuts.target]);
  const targetPlaces = useStable<readonly TargetNode[]>(targetNodes, samePlaces);
  const targetAt = useMemo(() => indexOfKeys(targetPlaces), [targetPlaces]);
  const sample = samples.find((candidate) => candidate.id === sampleId) ?? samples[0];
  const size = sourceNodes.length + targetNodes.length;
  const {
    results: ruled,
    diagnostics,
    stale,
  } = useAnalysis({ doc: resolved, types, scope: sample?.scope, positions }, size);
  const results = useMemo(() => withCovered(ruled, targetNodes), [ruled, targetNodes]);
  const lines = useStable(
    useMemo(() => lineageOf(view).lines, [view]),
    sameLines,
  );
  const problemsAt = useMemo(() => problemsByRow(diagnostics, targetAt), [diagnostics, targetAt]);
  const unused = useStable(
    useMemo(() => unusedFields(sourceNodes, lines, panels), [sourceNodes, lines, panels]),
    sameKeys,
  );
  const meter = useMemo(() => meterOf(targetNodes), [targetNodes]);
  return useStable<MapperData>(
    {
      view,
      resolved,
      sources,
      panels,
      sourceNodes,
      targetNodes,
      sourceAt,
      targetAt,
      samples,
      sample,
      results,
      diagnostics,
      problemsAt,
      lines,
      unused,
      meter,
      stale,
    },
    sameMembers,
  );
}
