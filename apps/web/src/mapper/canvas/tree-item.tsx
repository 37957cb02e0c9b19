import { memo } from 'react';
import type { ComponentType } from 'react';
import { useMapperState } from '../mapper-context.ts';
import type { Side } from '../mapper.store.ts';
import type { RowFacts } from './row-facts.ts';

export interface TreeRowProps<Facts extends RowFacts> {
  readonly facts: Facts;
  readonly isOpen: boolean;
  readonly indent: number;
}

interface TreeItemProps {
  readonly side: Side;
  readonly facts: RowFacts;
  readonly wordsOf: (facts: RowFacts) => string;
  readonly top: number;
  readonly height: number;
  readonly isOpen: boolean;
  readonly isCursor: boolean;
  /** Among the rows of its parent, from 1; and how many these are. */
  readonly position: number;
  readonly siblings: number;
  readonly indent: number;
  readonly Row: ComponentType<TreeRowProps<RowFacts>>;
}

export const TreeItem = memo(function TreeItem(props: TreeItemProps) {
  const { side, facts, wordsOf, top, height, isOpen, isCursor, position, siblings, indent, Row } = props;
  const { node } = facts;
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
      aria-level={node.depth + 1}
      aria-posinset={position}
      aria-setsize={siblings}
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
      {/* A row's name is what it holds: these words for what is seen, then what can be pressed in it. */}
      <span className="heard">{wordsOf(facts)}</span>
      <Row facts={facts} isOpen={isOpen} indent={indent} />
    </div>
  );
});
