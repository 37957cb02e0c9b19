// Into a part of a large tree, and back out.
import type { Mapper } from '../mapper-context.ts';
import type { Side } from '../mapper.store.ts';
import type { TreeNode } from '../rows/tree-node.ts';

const nodesOf = (mapper: Mapper, side: Side): { nodes: readonly TreeNode[]; at: ReadonlyMap<string, number> } => {
  const { sourceNodes, sourceAt, targetNodes, targetAt } = mapper.data();
  return side === 'source' ? { nodes: sourceNodes, at: sourceAt } : { nodes: targetNodes, at: targetAt };
};

/** Only the row and what is below it; a row without any takes the one above it. */
export function drillInto(mapper: Mapper, side: Side, node: TreeNode): boolean {
  const { drill, say } = mapper.store.getState();
  const top = node.branches ? node : nodesOf(mapper, side).nodes[node.parent];
  if (top === undefined) return true;
  drill(side, top.key);
  say(`Only ${top.name} is shown.`);
  return true;
}

/** One level out: the row above becomes the top; from the first level all is shown again. */
export function drillOut(mapper: Mapper, side: Side): boolean {
  const { top, drill, say } = mapper.store.getState();
  const key = top[side];
  if (key === null) return true;
  const { nodes, at } = nodesOf(mapper, side);
  const above = nodes[nodes[at.get(key) ?? -1]?.parent ?? -1];
  drill(side, above?.key ?? null);
  say(above === undefined ? 'All fields are shown.' : `Only ${above.name} is shown.`);
  return true;
}
