import type { RowResult } from '@patchbay/mapping';
import { isJsonObject } from '@patchbay/model/schema';
import type { TargetNode } from '../rows/tree-node.ts';

/** Rows below a rule that makes a structure as a whole show their parts of its value. */
export function withCovered(
  results: ReadonlyMap<string, RowResult>,
  nodes: readonly TargetNode[],
): ReadonlyMap<string, RowResult> {
  if (!nodes.some(({ isCovered }) => isCovered)) return results;
  const all = new Map(results);
  // Those above stand before those below.
  for (const { key, parent, name, isCovered } of nodes) {
    if (!isCovered || all.has(key)) continue;
    const above = all.get(nodes[parent]?.key ?? '');
    const value = above !== undefined && 'value' in above ? above.value : undefined;
    if (isJsonObject(value) && Object.hasOwn(value, name)) all.set(key, { value: value[name] });
  }
  return all;
}
