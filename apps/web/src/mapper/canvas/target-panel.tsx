import { useHost, useMapper, useMapperData, useMapperState } from '../mapper-context.ts';
import { rowHeights } from '../lines/canvas-link.ts';
import { targetMenu } from '../rules/row-menu.ts';
import { targetKey } from '../rules/target-keys.ts';
import { isLeaf } from '../rows/tree-node.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import type { SideRows } from '../rows/use-side-rows.ts';
import { PanelHead } from './panel-head.tsx';
import { TargetRow } from './target-row.tsx';
import { TreeView } from './tree-view.tsx';

export function TargetPanel({ rows }: { readonly rows: SideRows<TargetNode> }) {
  const { view, targetNodes } = useMapperData();
  const { givenTarget, doc, mayEdit } = useHost();
  const density = useMapperState((state) => state.density);
  const mapper = useMapper();
  const fields = targetNodes.filter((node) => isLeaf(node)).length;
  const ref = typeof doc.target?.schema === 'string' ? doc.target.schema : undefined;
  const [name, version] = ref?.split('@') ?? [];
  const count = `${fields} ${fields === 1 ? 'field' : 'fields'}`;
  return (
    <section className="mapper-panel target" aria-label="Target">
      <PanelHead
        side="target"
        title={givenTarget?.label ?? name ?? view.target?.title ?? 'Target'}
        detail={version === undefined ? count : `version ${version} · ${count}`}
      />
      <TreeView
        side="target"
        label="Target fields"
        rows={rows}
        rowHeight={rowHeights[density]}
        Row={TargetRow}
        onKey={(event, node) => mayEdit && targetKey(mapper, event, node)}
        menu={(node) => targetMenu(mapper, node)}
        empty={<p className="nothing">{targetNodes.length === 0 ? 'No fields yet.' : 'No field is found.'}</p>}
      />
    </section>
  );
}
