import type { Mapper } from '../mapper-context.ts';
import type { Side } from '../mapper.store.ts';
import { cutKey } from '../rows/source-tree.ts';
import type { TreeNode } from '../rows/tree-node.ts';

/** Opens or closes a row. One whose shape contains itself is unfolded by one level more. */
export function toggleRow(mapper: Mapper, side: Side, node: TreeNode): void {
  const { store } = mapper;
  if (!node.isCut || node.shape === undefined) {
    store.getState().toggle(side, [node.key]);
    return;
  }
  const root = 'source' in node ? (mapper.data().sources[node.source]?.root ?? '') : undefined;
  store.getState().openCut(side, root === undefined ? node.shape.path : cutKey(root, node.shape));
  // A cut row counts as closed; unfolded it opens by its depth, and stays as it was toggled.
  const isOpenByDepth = node.depth < (store.getState().openDepth[side] ?? 99);
  if (isOpenByDepth === store.getState().toggled[side].has(node.key)) store.getState().toggle(side, [node.key]);
}
