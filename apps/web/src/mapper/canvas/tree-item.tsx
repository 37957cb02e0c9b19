import { memo } from 'react';
import type { ComponentType } from 'react';
import { useMapperState } from '../mapper-context.ts';
import type { Side } from '../mapper.store.ts';
import type { TreeNode } from '../rows/tree-node.ts';

export interface TreeRowProps<Node extends TreeNode> {
  readonly node: Node;
  readonly isOpen: boolean;
  readonly indent: number;
}

interface TreeItemProps {
  readonly side: Side;
  readonly node: TreeNode;
  readonly words: string;
  readonly top: number;
  readonly height: number;
  readonly isOpen: boolean;
  readonly isCursor: boolean;
  readonly indent: number;
  readonly Row: ComponentType<TreeRowProps<TreeNode>>;
}

export const TreeItem = memo(function TreeItem(props: TreeItemProps) {
  const { side, node, words, top, height, isOpen, isCursor, indent, Row } = props;
  const { key } = node;
  const isSelected = useMapperState((state) =>
    'path' in node ? node.part === '' && state.selected.includes(node.path) : state.selectedSource === key,
  );
  const isCarried = useMapperState((state) => state.carried?.side === side && state.carried.key === key);
  const over = useMapperState((state) =>
    state.over === null || state.over.key !== key || state.carried?.side === side ? undefined : state.over,
  );
  return (
    <div
      role="treeitem"
      aria-label={words}
      aria-level={node.depth + 1}
      aria-selected={isSelected}
      {...(node.branches ? { 'aria-expanded': isOpen } : {})}
      tabIndex={isCursor ? 0 : -1}
      data-key={key}
      data-selected={isSelected || undefined}
      data-carried={isCarried || undefined}
      data-over={over === undefined ? undefined : over.isRefused ? 'refused' : 'taken'}
      className="mapper-row"
      style={{ top, height }}
    >
      <Row node={node} isOpen={isOpen} indent={indent} />
    </div>
  );
});
