// Step 5: fields that stand in like company. How many fields beside the target's have a partner beside the source's.
import type { Comparer } from './compare.ts';
import { baseScore } from './compare.ts';
import type { Pair } from './pair.ts';
import { weights } from './weights.ts';

const leastName = 0.6;

/** Sets `structure` and `base` of every pair. Sparse: only pairs that were compared count, so it is linear in their number. */
export function addStructure(pairsOf: ReadonlyMap<number, Pair[]>, comparer: Comparer): void {
  const company = new Map<number, Map<number, number>>();
  const from = comparer.source.side;
  const to = comparer.target.side;
  const siblings = new Map<number, number>();
  for (const [target, pairs] of pairsOf) {
    const parent = to.contextOf[target] ?? -1;
    siblings.set(parent, (siblings.get(parent) ?? 0) + 1);
    const best = new Map<number, number>();
    for (const pair of pairs) {
      if (pair.name < leastName || pair.contrast === 'hard') continue;
      const near = from.contextOf[pair.source] ?? -1;
      const far = near === -1 ? -1 : (from.contextOf[near] ?? -1);
      raise(best, near, pair.name);
      if (far !== -1) raise(best, far, pair.name * weights.grandparent);
    }
    const row = company.get(parent) ?? new Map<number, number>();
    for (const [source, likeness] of best) row.set(source, (row.get(source) ?? 0) + likeness);
    company.set(parent, row);
  }
  for (const [target, pairs] of pairsOf) {
    const parent = to.contextOf[target] ?? -1;
    const row = company.get(parent);
    const count = siblings.get(parent) ?? 1;
    for (const pair of pairs) {
      const near = from.contextOf[pair.source] ?? -1;
      const far = near === -1 ? -1 : (from.contextOf[near] ?? -1);
      const sum = Math.max(row?.get(near) ?? 0, (row?.get(far) ?? 0) * weights.grandparent);
      pair.structure = Math.min(1, sum / count);
      pair.base = baseScore(pair);
    }
  }
}

function raise(map: Map<number, number>, key: number, value: number): void {
  if (value > (map.get(key) ?? 0)) map.set(key, value);
}
