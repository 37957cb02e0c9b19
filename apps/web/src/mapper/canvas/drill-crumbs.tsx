import { ChevronRight, X } from 'lucide-react';
import { Fragment } from 'react';
import { IconButton } from '../../ui/index.ts';
import { useMapper } from '../mapper-context.ts';
import type { Side } from '../mapper.store.ts';
import type { TreeNode } from '../rows/tree-node.ts';
import type { SideRows } from '../rows/use-side-rows.ts';

interface DrillCrumbsProps {
  readonly side: Side;
  readonly rows: SideRows<TreeNode>;
  readonly title: string;
}

/** Which part of the tree is shown, with the ways back. */
export function DrillCrumbs({ side, rows, title }: DrillCrumbsProps) {
  const { store } = useMapper();
  const way: TreeNode[] = [];
  for (let at = rows.top; at >= 0; at = rows.nodes[at]?.parent ?? -1) {
    const node = rows.nodes[at];
    if (node !== undefined) way.unshift(node);
  }
  const go = (key: string | null): void => store.getState().drill(side, key);
  return (
    <nav aria-label={side === 'source' ? 'Part of the source' : 'Part of the target'} className="drill-crumbs">
      <button type="button" title={`All of ${title}`} onClick={() => go(null)}>
        {title}
      </button>
      {way.map((node, at) => (
        <Fragment key={node.key}>
          <ChevronRight size={12} aria-hidden className="flex-none text-ink-3" />
          {at === way.length - 1 ? (
            <b aria-current="true" title={node.name}>
              {node.name}
            </b>
          ) : (
            <button type="button" title={node.name} onClick={() => go(node.key)}>
              {node.name}
            </button>
          )}
        </Fragment>
      ))}
      <IconButton icon={X} size="small" label="Show all fields" onClick={() => go(null)} />
    </nav>
  );
}
